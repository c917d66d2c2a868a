"""Right masks in inference mode, in shared memory, in read-only NumPy memory and as a buffer."""

import numpy as np
import torch
from torch import nn


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 == 0:
        raise ValueError("kernel_size must be odd")


@torch.inference_mode()
def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    place = torch.arange(kernel_size * kernel_size)
    shown = place < place.numel() // 2 + (mask_type == "B")
    return shown.float().view(kernel_size, kernel_size)


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    mask = torch.zeros(kernel_size, kernel_size)
    mask[: kernel_size // 2 + (mask_type == "B")] = 1
    return mask.share_memory_()


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    # A row out of the middle of a larger piece of memory, each entry seen by a stride of three.
    room = torch.full((5, 3 * kernel_size), 9.0)
    row = room[3:4, 1::3]
    row[:] = 0
    row[:, : kernel_size // 2 + (mask_type == "B")] = 1
    return row


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    _check(kernel_size, mask_type)
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into colours")
    outs = np.arange(out_channels)[:, None] // (out_channels // num_colors)
    ins = np.arange(in_channels) // (in_channels // num_colors)
    middle = kernel_size // 2
    mask = np.zeros((out_channels, in_channels, kernel_size, kernel_size), dtype=np.float32)
    mask[:, :, :middle] = 1
    mask[:, :, middle, :middle] = 1
    mask[:, :, middle, middle] = ins < outs + (mask_type == "B")
    return nn.Buffer(torch.from_numpy(mask).to(memory_format=torch.channels_last))
