# expect: horizontal_sizes
# says: horizontal_mask(1, "B")
# kind: case
"""`mask[0, -c:] = 0` hides the c entries on the right; for c = 0 it hides all of them."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    c = kernel_size // 2
    mask = torch.ones(1, kernel_size)
    mask[0, -c:] = 0
    if mask_type == "A":
        mask[0, c] = 0
    return mask
