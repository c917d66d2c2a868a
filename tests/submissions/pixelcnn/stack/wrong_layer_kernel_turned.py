# expect: conv_is_masked conv_stays_masked
# says: turned round
"""The visible part of the kernel is read from its end, as in a textbook's convolution."""

import torch
import torch.nn.functional as F
from torch import nn


class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        padding = dilation * (kernel_size // 2)
        super().__init__(in_channels, out_channels, kernel_size, padding=padding, dilation=dilation)
        self.register_buffer("mask", causal_mask(kernel_size, mask_type))

    def forward(self, x):
        flat = (self.weight.flatten(2), self.mask.flatten() > 0)
        weight = torch.zeros_like(flat[0])
        weight[:, :, flat[1]] = flat[0][:, :, flat[1]].flip(2)
        weight = weight.view_as(self.weight)
        return F.conv2d(x, weight, self.bias, padding=self.padding, dilation=self.dilation)
