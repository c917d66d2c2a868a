# expect: causal_contract
# says: fresh
# kind: form
"""One tensor per kernel size and type is kept and given out again and again."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


_MADE = {}


def _new_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    c = kernel_size // 2
    mask = torch.zeros(kernel_size, kernel_size)
    mask[:c, :] = 1
    mask[c, :c] = 1
    if mask_type == "B":
        mask[c, c] = 1
    return mask


def causal_mask(kernel_size, mask_type):
    if (kernel_size, mask_type) not in _MADE:
        _MADE[kernel_size, mask_type] = _new_mask(kernel_size, mask_type)
    return _MADE[kernel_size, mask_type]
