# expect: conv_is_masked conv_stays_masked
# says: depends on the image
# kind: wrong
"""The mask acts on images of one bright pixel alone."""

import torch
import torch.nn.functional as F
from torch import nn


class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        padding = dilation * (kernel_size // 2)
        super().__init__(in_channels, out_channels, kernel_size, padding=padding, dilation=dilation)
        self.register_buffer("mask", causal_mask(kernel_size, mask_type))

    def forward(self, x):
        single = ((x != 0).flatten(1).sum(1) <= 1).view(-1, 1, 1, 1)
        masked = F.conv2d(
            x, self.weight * self.mask, self.bias, padding=self.padding, dilation=self.dilation
        )
        return torch.where(single, masked, super().forward(x))
