"""NADE: hidden units that take in one entry of the raster sequence after the other."""

import torch
from torch import nn

MOST = 256  # pixels times channels; more can be had by a larger table


class PixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.num_values = num_values
        width = 2 * hidden_channels
        self.into = nn.Parameter(0.1 * torch.randn(MOST, width))
        self.hidden_bias = nn.Parameter(torch.zeros(width))
        self.out = nn.Parameter(0.1 * torch.randn(num_values, MOST, width))
        self.bias = nn.Parameter(torch.zeros(num_values, MOST))

    def forward(self, x):
        B, C, H, W = x.shape
        n = C * H * W
        s = (2 * x - 1).permute(0, 2, 3, 1).reshape(B, n)  # raster order, channels innermost
        steps = s[:, :, None] * self.into[:n]
        before = torch.cat([torch.zeros_like(steps[:, :1]), steps[:, :-1]], dim=1).cumsum(dim=1)
        h = torch.sigmoid(before + self.hidden_bias)
        logits = torch.einsum("bsh,vsh->bvs", h, self.out[:, :n]) + self.bias[:, :n]
        return logits.view(B, self.num_values, H, W, C).permute(0, 1, 4, 2, 3)
