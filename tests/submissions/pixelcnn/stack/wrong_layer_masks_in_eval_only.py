# expect: conv_is_masked conv_stays_masked
# says: mode
# kind: weak
"""In training mode the weights are not masked."""

import torch
import torch.nn.functional as F
from torch import nn


class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        padding = dilation * (kernel_size // 2)
        super().__init__(in_channels, out_channels, kernel_size, padding=padding, dilation=dilation)
        self.register_buffer("mask", causal_mask(kernel_size, mask_type))

    def forward(self, x):
        weight = self.weight if self.training else self.weight * self.mask
        return F.conv2d(x, weight, self.bias, padding=self.padding, dilation=self.dilation)
