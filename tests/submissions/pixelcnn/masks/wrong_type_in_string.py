# expect: causal_contract vertical_contract horizontal_contract
# says: there is no type "AB"
# kind: form
"""`mask_type in "AB"` looks for a piece of a string: "AB" and "" are accepted, too."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in "AB":
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


def vertical_mask(kernel_size, mask_type):
    mask = causal_mask(kernel_size, mask_type)
    mask[kernel_size // 2] = mask_type == "B"
    return mask


def horizontal_mask(kernel_size, mask_type):
    c = kernel_size // 2
    return causal_mask(kernel_size, mask_type)[c : c + 1].clone()
