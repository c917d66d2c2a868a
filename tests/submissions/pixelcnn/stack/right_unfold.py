"""Convolves by unfold: patches times the weights that are not hidden."""

import torch
import torch.nn.functional as F
from torch import nn


class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        padding = dilation * (kernel_size // 2)
        super().__init__(in_channels, out_channels, kernel_size, padding=padding, dilation=dilation)
        self.register_buffer("mask", causal_mask(kernel_size, mask_type))

    def forward(self, x):
        patches = F.unfold(x, self.kernel_size, self.dilation, self.padding)
        weight = torch.where(self.mask.bool(), self.weight, 0.0).flatten(1)
        out = weight @ patches + self.bias[:, None]
        return out.view(len(x), -1, *x.shape[2:])
