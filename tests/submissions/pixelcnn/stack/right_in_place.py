"""Multiplies the weight by the mask in place, before every convolution."""

from torch import nn


class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            padding=dilation * (kernel_size - 1) // 2,
            dilation=dilation,
        )
        self.register_buffer("mask", causal_mask(kernel_size, mask_type)[None, None])

    def forward(self, x):
        self.weight.data *= self.mask
        return super().forward(x)
