"""Right masks as a negated view, an nn.Parameter, with a stride of two, transposed and expanded."""

import torch
from torch import nn


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 == 0:
        raise ValueError("kernel_size must be odd")


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    middle = kernel_size // 2
    mask = torch.zeros(kernel_size, kernel_size)
    mask[:middle] = 1
    mask[middle, : middle + (mask_type == "B")] = 1
    # The imaginary part of a conjugate keeps the sign as a flag: torch negates when it reads.
    return torch.complex(torch.zeros_like(mask), -mask).conj().imag


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    rows = torch.arange(kernel_size) < kernel_size // 2 + (mask_type == "B")
    return nn.Parameter(rows.float().unsqueeze(1).repeat(1, kernel_size))


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    columns = torch.arange(kernel_size) < kernel_size // 2 + (mask_type == "B")
    # Every other entry of a longer row: one entry is left of it for a kernel of size 1.
    return columns.float().repeat_interleave(2).unsqueeze(0)[:, ::2]


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    _check(kernel_size, mask_type)
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into colours")
    outs = torch.arange(out_channels) // (out_channels // num_colors)
    ins = torch.arange(in_channels) // (in_channels // num_colors)
    earlier = ins.unsqueeze(1) < outs + (mask_type == "B")
    # Built with the kernel in front and the channels swapped, and turned round at the end.
    mask = causal_mask(kernel_size, "A")[:, :, None, None].repeat(1, 1, in_channels, out_channels)
    mask[kernel_size // 2, kernel_size // 2] = earlier.float()
    return mask.permute(3, 2, 0, 1)
