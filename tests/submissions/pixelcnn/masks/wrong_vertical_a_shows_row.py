# expect: vertical_by_hand
# says: row
# kind: wrong
"""Type A of the vertical mask shows the row of the centre."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    mask = torch.zeros(kernel_size, kernel_size)
    mask[: kernel_size // 2] = 1
    mask[kernel_size // 2] = 1
    return mask
