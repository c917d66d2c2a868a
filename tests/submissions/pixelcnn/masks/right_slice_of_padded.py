"""Each mask is a slice of a larger tensor, made anew in each call."""

import torch


def _checked(kernel_size, mask_type):
    if mask_type not in {"A", "B"} or kernel_size % 2 != 1:
        raise ValueError(f"no mask of {kernel_size} and {mask_type!r}")
    return kernel_size // 2, mask_type == "B"


def causal_mask(kernel_size, mask_type):
    c, shown = _checked(kernel_size, mask_type)
    flat = torch.zeros(kernel_size * kernel_size + 3)
    flat[: c * kernel_size + c + shown] = 1
    return flat[: kernel_size * kernel_size].view(kernel_size, kernel_size)


def vertical_mask(kernel_size, mask_type):
    c, shown = _checked(kernel_size, mask_type)
    return (torch.arange(kernel_size)[:, None] < c + shown).float().repeat(1, kernel_size)


def horizontal_mask(kernel_size, mask_type):
    return vertical_mask(kernel_size, mask_type)[:, :1].T


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels have to divide into colours")
    c, shown = _checked(kernel_size, mask_type)
    colour = [torch.arange(n) * num_colors // n for n in (out_channels, in_channels)]
    gap = colour[0].unsqueeze(1) - colour[1]
    mask = causal_mask(kernel_size, mask_type).repeat(out_channels, in_channels, 1, 1)
    mask[..., c, c] = (gap >= 1 - shown).to(mask)
    return mask
