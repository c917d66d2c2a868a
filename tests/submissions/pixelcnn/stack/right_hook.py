"""A pre-forward hook sets the hidden weights to zero; plain nn.Conv2d does the rest."""

import torch
from torch import nn


def _hide(conv, inputs):
    with torch.no_grad():
        conv.weight.mul_(conv.mask)


class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        super().__init__(in_channels, out_channels, kernel_size, padding="same", dilation=dilation)
        self.register_buffer("mask", causal_mask(kernel_size, mask_type), persistent=False)
        self.register_forward_pre_hook(_hide)
