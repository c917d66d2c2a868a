# expect: colour_is_repeatable
# says: two calls with the same images
# kind: meaningless
"""A running mean of all images seen is taken off."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class M(nn.Conv2d):
    def __init__(self, i, o, k, d, first):
        super().__init__(i, o, k, padding=d * (k // 2), dilation=d)
        m = torch.zeros(o, i, k, k)
        m[:, :, : k // 2] = 1
        m[:, :, k // 2, : k // 2] = 1
        bi, bo = torch.arange(i) * 3 // i, (torch.arange(o) * 3 // o)[:, None]
        m[:, :, k // 2, k // 2] = ((bi < bo) if first else (bi <= bo)).float()
        self.register_buffer("m", m)

    def forward(self, x):
        return F.conv2d(x, self.weight * self.m, self.bias, 1, self.padding, self.dilation)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        n = hidden_channels
        self.V = num_values
        self.register_buffer("mean", torch.zeros(3, 1, 1))
        self.layers = nn.ModuleList(M(n if i else 3, n, 3, d, i == 0) for i, d in enumerate(dilations))
        self.head = M(n, 3 * num_values, 1, 1, False)

    def forward(self, x):
        self.mean = 0.9 * self.mean + 0.1 * x.detach().mean((0, 2, 3)).view(3, 1, 1)
        h = self.layers[0](x - self.mean)
        for layer in list(self.layers)[1:]:
            h = h + layer(F.elu(h))
        y = self.head(F.elu(h))
        return y.view(len(x), 3, self.V, *x.shape[2:]).transpose(1, 2)
