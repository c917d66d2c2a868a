# expect: causal_contract
# says: there is no type "a"
# kind: form
"""Takes "a" for "A": a typing mistake of the caller goes unnoticed."""

import torch


def causal_mask(kernel_size, mask_type):
    mask_type = mask_type.upper()
    if mask_type not in ("A", "B") or kernel_size % 2 == 0:
        raise ValueError(f"no mask {mask_type} of size {kernel_size}")
    c = kernel_size // 2
    mask = torch.zeros(kernel_size, kernel_size)
    mask[:c, :] = 1
    mask[c, : c + (mask_type == "B")] = 1
    return mask
