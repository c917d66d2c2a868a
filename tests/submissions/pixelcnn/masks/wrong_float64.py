# expect: causal_contract
# says: float32
# kind: form
"""Built with NumPy, and float64 is left."""

import numpy as np
import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    c = kernel_size // 2
    mask = np.zeros((kernel_size, kernel_size))
    mask[:c] = 1
    mask[c, : c + (mask_type == "B")] = 1
    return torch.from_numpy(mask)
