"""The centre as a single one; what follows it is its running sum."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def _centre(kernel_size):
    flat = torch.zeros(kernel_size * kernel_size)
    flat[flat.numel() // 2] = 1.0
    return flat


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    centre = _centre(kernel_size)
    earlier = 1 - centre.cumsum(0)
    mask = earlier + centre if mask_type == "B" else earlier
    return mask.reshape(kernel_size, kernel_size)


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    row = _centre(kernel_size).reshape(kernel_size, kernel_size).sum(1, keepdim=True)
    below_or_at = row.cumsum(0)
    hidden = below_or_at - row if mask_type == "B" else below_or_at
    return (1 - hidden).repeat(1, kernel_size)


def horizontal_mask(kernel_size, mask_type):
    # The middle row of the causal mask, a view.
    return causal_mask(kernel_size, mask_type).chunk(kernel_size)[kernel_size // 2]


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into num_colors")
    c = kernel_size // 2
    mask = causal_mask(kernel_size, "B").tile(out_channels, in_channels, 1, 1)
    outs = mask[:, :, c, c].chunk(num_colors, dim=0)
    for color, block in enumerate(outs):
        first_hidden = (color if mask_type == "A" else color + 1) * (in_channels // num_colors)
        block[:, first_hidden:].zero_()
    _check(kernel_size, mask_type)
    return mask
