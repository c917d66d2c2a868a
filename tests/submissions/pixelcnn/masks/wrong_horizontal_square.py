# expect: horizontal_by_hand
# says: shape
# kind: wrong
"""The horizontal mask is a square with one row filled."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    c = kernel_size // 2
    mask = torch.zeros(kernel_size, kernel_size)
    mask[c, : c + (mask_type == "B")] = 1
    return mask
