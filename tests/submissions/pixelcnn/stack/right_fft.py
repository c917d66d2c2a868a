"""The masked convolution as a product of Fourier transforms."""

import torch
from torch import nn


class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        super().__init__(in_channels, out_channels, kernel_size, padding="same", dilation=dilation)
        self.register_buffer("mask", causal_mask(kernel_size, mask_type))

    def forward(self, x):
        k, d = self.kernel_size[0], self.dilation[0]
        reach = d * (k // 2)
        spread = x.new_zeros(self.out_channels, self.in_channels, 2 * reach + 1, 2 * reach + 1)
        spread[:, :, ::d, ::d] = self.weight * self.mask
        H, W = x.shape[2:]
        size = (H + 2 * reach, W + 2 * reach)
        # A convolution turns the kernel round, nn.Conv2d does not.
        kernel = torch.fft.rfft2(spread.flip(2, 3), s=size)
        image = torch.fft.rfft2(x, s=size)
        full = torch.fft.irfft2(torch.einsum("bihw,oihw->bohw", image, kernel), s=size)
        out = full[:, :, reach : reach + H, reach : reach + W]
        return out + self.bias[:, None, None]
