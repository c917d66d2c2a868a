"""Compares raster indices with that of the centre."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def _rows_and_columns(k):
    return torch.meshgrid(torch.arange(k) - k // 2, torch.arange(k) - k // 2, indexing="ij")


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    row, column = _rows_and_columns(kernel_size)
    index = row * kernel_size + column
    return ((index < 0) | ((index == 0) & (mask_type == "B"))).float()


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    row, _ = _rows_and_columns(kernel_size)
    return (row < (1 if mask_type == "B" else 0)).float()


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    column = torch.arange(kernel_size) - kernel_size // 2
    return (column < (mask_type == "B")).float().unsqueeze(0)


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into num_colors")
    centre = torch.zeros(kernel_size, kernel_size)
    centre[kernel_size // 2, kernel_size // 2] = 1
    around = causal_mask(kernel_size, mask_type)
    around = around * (1 - centre)
    out = torch.arange(out_channels) * num_colors // out_channels
    into = torch.arange(in_channels) * num_colors // in_channels
    seen = torch.gt if mask_type == "A" else torch.ge
    pairs = seen(out[:, None], into[None, :]).float()
    return around + pairs[:, :, None, None] * centre
