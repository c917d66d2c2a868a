# expect: vertical_by_hand
# says: width
# kind: wrong
"""The vertical mask is the causal one: half of the centre row is missing."""


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def vertical_mask(kernel_size, mask_type):
    return causal_mask(kernel_size, mask_type)
