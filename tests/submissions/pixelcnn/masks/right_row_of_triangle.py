"""A causal mask is the middle row of a triangle over all entries of the kernel: views, no copies.

It raises an error of its own, derived from ValueError.
"""

import torch


class MaskError(ValueError):
    def __init__(self, what):
        super().__init__(f"no mask for {what!r}")


def _diagonal(kernel_size, mask_type):
    if kernel_size % 2 == 0:
        raise MaskError(kernel_size)
    try:
        return {"A": -1, "B": 0}[mask_type]
    except KeyError:
        raise MaskError(mask_type) from None


def causal_mask(kernel_size, mask_type):
    diagonal = _diagonal(kernel_size, mask_type)
    entries = kernel_size**2
    return torch.ones(entries, entries).tril(diagonal)[entries // 2].view(kernel_size, kernel_size)


def vertical_mask(kernel_size, mask_type):
    diagonal = _diagonal(kernel_size, mask_type)
    rows = torch.ones(kernel_size, kernel_size).tril(diagonal)[kernel_size // 2]
    return rows[:, None].expand(kernel_size, kernel_size)


def horizontal_mask(kernel_size, mask_type):
    diagonal = _diagonal(kernel_size, mask_type)
    return torch.ones(kernel_size, kernel_size).tril(diagonal)[None, kernel_size // 2]


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    diagonal = _diagonal(kernel_size, mask_type)
    if out_channels % num_colors != 0 or in_channels % num_colors != 0:
        raise MaskError((out_channels, in_channels, num_colors))
    colors = torch.ones(num_colors, num_colors).tril(diagonal)
    seen = colors.repeat_interleave(out_channels // num_colors, 0)
    seen = seen.repeat_interleave(in_channels // num_colors, 1)[..., None, None]
    shown, hidden = causal_mask(kernel_size, "B"), causal_mask(kernel_size, "A")
    return torch.where(seen.bool(), shown, hidden)
