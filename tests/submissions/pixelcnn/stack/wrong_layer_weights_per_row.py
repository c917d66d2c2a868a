# expect: conv_is_masked conv_stays_masked
# says: change from place to place
# kind: wrong
"""Every row of an image has weights of its own."""

import torch
import torch.nn.functional as F
from torch import nn


class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        padding = dilation * (kernel_size // 2)
        super().__init__(in_channels, out_channels, kernel_size, padding=padding, dilation=dilation)
        self.register_buffer("mask", causal_mask(kernel_size, mask_type))

    def forward(self, x):
        weight = self.weight * self.mask
        out = F.conv2d(x, weight, None, padding=self.padding, dilation=self.dilation)
        rows = torch.arange(x.shape[2], dtype=x.dtype, device=x.device).view(1, 1, -1, 1)
        return out * (1 + rows / 10) + self.bias[:, None, None]
