"""Kept masks, given out as clones; made without a gradient, as parameters may be."""

from copy import deepcopy
from functools import lru_cache

import torch
from torch import nn


@lru_cache(maxsize=None)
def _kept(kernel_size, mask_type, rows_of):
    if mask_type not in "AB" or len(mask_type) != 1:
        raise ValueError(mask_type)
    if not kernel_size & 1:
        raise ValueError(kernel_size)
    c, b = divmod(kernel_size, 2)[0], int(mask_type == "B")
    mask = torch.ones(kernel_size, kernel_size)
    if rows_of == "causal":
        mask[c, c + b :] = 0
    else:
        mask[c] = b
    mask[c + 1 :] = 0
    return nn.Parameter(mask, requires_grad=False)


def causal_mask(kernel_size, mask_type):
    return deepcopy(_kept(kernel_size, mask_type, "causal"))


def vertical_mask(kernel_size, mask_type):
    return _kept(kernel_size, mask_type, "vertical").clone()


@torch.inference_mode()
def horizontal_mask(kernel_size, mask_type):
    return _kept(kernel_size, mask_type, "causal")[kernel_size // 2].clone().unsqueeze(0)


@torch.no_grad()
def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    try:
        out_color = torch.arange(out_channels).view(num_colors, -1)
        in_color = torch.arange(in_channels).view(num_colors, -1)
    except RuntimeError as error:
        raise ValueError("channels must divide into num_colors") from error
    mask = torch.empty(out_channels, in_channels, kernel_size, kernel_size)
    mask[...] = causal_mask(kernel_size, mask_type)
    for p, outs in enumerate(out_color.tolist()):
        for q, ins in enumerate(in_color.tolist()):
            seen = q < p or (q == p and mask_type == "B")
            for o in outs:
                mask[o, ins, kernel_size // 2, kernel_size // 2] = float(seen)
    return mask
