# expect: channel_by_hand
# says: all colours are hidden
# kind: case
"""The same causal mask for every pair of maps: inside a pixel there is no order."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    c = kernel_size // 2
    mask = torch.zeros(kernel_size, kernel_size)
    mask[:c, :] = 1
    mask[c, :c] = 1
    if mask_type == "B":
        mask[c, c] = 1
    return mask


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into num_colors")
    return causal_mask(kernel_size, mask_type).repeat(out_channels, in_channels, 1, 1)
