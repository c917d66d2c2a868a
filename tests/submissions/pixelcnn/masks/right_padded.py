"""Blocks of ones, padded with zeros; colours by torch.block_diag and kron."""

import torch
import torch.nn.functional as F


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    c = kernel_size // 2
    above = F.pad(torch.ones(c, kernel_size), (0, 0, 0, c + 1))
    left = F.pad(torch.ones(1, c + (mask_type == "B")), (0, c + (mask_type == "A"), c, c))
    return above + left


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    rows = kernel_size // 2 + (mask_type == "B")
    return F.pad(torch.ones(rows, kernel_size), (0, 0, 0, kernel_size - rows))


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    columns = kernel_size // 2 + (mask_type == "B")
    return F.pad(torch.ones(1, columns), (0, kernel_size - columns))


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    _check(kernel_size, mask_type)
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into num_colors")
    c = kernel_size // 2
    one = torch.ones(out_channels // num_colors, in_channels // num_colors)
    own = torch.block_diag(*[one] * num_colors)
    seen = torch.kron(torch.ones(num_colors, num_colors).tril(), one)
    centre = seen if mask_type == "B" else seen - own
    around = causal_mask(kernel_size, "A").expand(out_channels, in_channels, -1, -1)
    return around + F.pad(centre[..., None, None], (c, c, c, c))
