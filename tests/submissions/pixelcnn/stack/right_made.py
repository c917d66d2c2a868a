"""MADE: a masked multilayer perceptron over the raster sequence, with a direct link."""

import torch
from torch import nn

MOST = 256  # pixels times channels; more can be had by a larger table


class PixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.num_values = num_values
        self.per_degree = 6
        self.into = nn.Parameter(0.05 * torch.randn(self.per_degree, MOST, MOST))
        self.hidden_bias = nn.Parameter(0.1 * torch.randn(self.per_degree, MOST))
        self.out = nn.Parameter(0.05 * torch.randn(num_values, self.per_degree, MOST, MOST))
        self.direct = nn.Parameter(0.01 * torch.randn(num_values, MOST, MOST))
        self.bias = nn.Parameter(torch.zeros(num_values, MOST))

    def forward(self, x):
        B, C, H, W = x.shape
        n = C * H * W
        s = (2 * x - 1).permute(0, 2, 3, 1).reshape(B, n)  # raster order, channels innermost
        # A hidden unit of degree k sees entries up to k, and is seen by entries after k.
        h = torch.einsum("bt,mkt->bmk", s, self.into[:, :n, :n].tril())
        h = torch.tanh(h + self.hidden_bias[:, :n])
        logits = torch.einsum("bmk,vmsk->bvs", h, self.out[:, :, :n, :n].tril(-1))
        direct = torch.einsum("bt,vst->bvs", s, self.direct[:, :n, :n].tril(-1))
        logits = logits + direct + self.bias[:, :n]
        return logits.view(B, self.num_values, H, W, C).permute(0, 1, 4, 2, 3)
