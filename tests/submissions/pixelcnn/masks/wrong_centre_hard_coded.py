# expect: causal_sizes
# says: kernel
# kind: case
"""The centre is taken for 1, as in a 3 x 3 kernel."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    c = 1
    mask = torch.zeros(kernel_size, kernel_size)
    mask[:c, :] = 1
    mask[c, :c] = 1
    if mask_type == "B":
        mask[c, c] = 1
    return mask
