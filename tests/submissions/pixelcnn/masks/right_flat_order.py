"""The first entries of the flattened kernel are ones; colours by torch.tril and kron."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    entries = kernel_size * kernel_size
    shown = entries // 2 + (1 if mask_type == "B" else 0)
    flat = torch.cat([torch.ones(shown), torch.zeros(entries - shown)])
    return flat.view(kernel_size, kernel_size)


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into num_colors")
    mask = causal_mask(kernel_size, mask_type)[None, None].repeat(out_channels, in_channels, 1, 1)
    colors = torch.ones(num_colors, num_colors).tril(-1 if mask_type == "A" else 0)
    block = torch.ones(out_channels // num_colors, in_channels // num_colors)
    mask[:, :, kernel_size // 2, kernel_size // 2] = torch.kron(colors, block)
    return mask
