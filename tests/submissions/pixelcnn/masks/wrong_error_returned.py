# expect: causal_contract
# says: ValueError
# kind: form
"""Returns the error instead of raising it."""

import torch


def causal_mask(kernel_size, mask_type):
    if mask_type not in ("A", "B") or kernel_size % 2 == 0:
        return ValueError("mask_type must be A or B, kernel_size odd")
    c = kernel_size // 2
    mask = torch.zeros(kernel_size, kernel_size)
    mask[:c, :] = 1
    mask[c, : c + (mask_type == "B")] = 1
    return mask
