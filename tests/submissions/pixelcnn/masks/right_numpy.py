"""Built with NumPy and turned into tensors."""

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
    mask = np.ones((kernel_size, kernel_size), dtype=np.float32)
    mask[c, c + (mask_type == "B") :] = 0
    mask[c + 1 :] = 0
    return torch.from_numpy(mask)


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    mask = np.ones((kernel_size, kernel_size))
    mask[kernel_size // 2 + (mask_type == "B") :] = 0
    return torch.tensor(mask, dtype=torch.float32)


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into num_colors")
    mask = np.tile(causal_mask(kernel_size, mask_type).numpy(), (out_channels, in_channels, 1, 1))
    out = np.repeat(np.arange(num_colors), out_channels // num_colors)
    into = np.repeat(np.arange(num_colors), in_channels // num_colors)
    seen = np.subtract.outer(out, into) >= (1 if mask_type == "A" else 0)
    mask[:, :, kernel_size // 2, kernel_size // 2] = seen
    return torch.from_numpy(mask)
