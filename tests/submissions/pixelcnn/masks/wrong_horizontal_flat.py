# expect: horizontal_by_hand
# says: shape
# kind: wrong
"""The horizontal mask has shape (k,)."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    mask = torch.zeros(1, kernel_size)
    mask[0, : kernel_size // 2] = 1
    if mask_type == "B":
        mask[0, kernel_size // 2] = 1
    return mask[0]
