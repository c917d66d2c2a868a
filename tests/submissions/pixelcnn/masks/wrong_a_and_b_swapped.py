# expect: causal_by_hand channel_by_hand
# says: this is the mask of type "B"
# kind: wrong
"""Types A and B are confused everywhere."""

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
    if mask_type == "A":
        mask[c, c] = 1
    return mask


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    mask = torch.zeros(kernel_size, kernel_size)
    mask[: kernel_size // 2] = 1
    if mask_type == "A":
        mask[kernel_size // 2] = 1
    return mask


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    mask = torch.zeros(1, kernel_size)
    mask[0, : kernel_size // 2] = 1
    if mask_type == "A":
        mask[0, kernel_size // 2] = 1
    return mask


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    _check(kernel_size, mask_type)
    if out_channels % num_colors != 0 or in_channels % num_colors != 0:
        raise ValueError("channels must divide into num_colors")
    c = kernel_size // 2
    mask = torch.zeros(out_channels, in_channels, kernel_size, kernel_size)
    mask[:, :, :c, :] = 1
    mask[:, :, c, :c] = 1
    for o in range(out_channels):
        for i in range(in_channels):
            o_color = o // (out_channels // num_colors)
            i_color = i // (in_channels // num_colors)
            if mask_type == "B":
                visible = i_color < o_color
            else:
                visible = i_color <= o_color
            mask[o, i, c, c] = 1.0 if visible else 0.0
    return mask
