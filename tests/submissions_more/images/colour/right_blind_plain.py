"""A plain stack of convolutions with channel masks and residual connections."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values != 0:
        raise ValueError("num_values must divide 256 and be at least 2")
    return x256 // (256 // num_values)


def nll_by_channel(logits, x):
    return F.cross_entropy(logits, x, reduction="none").sum(dim=(2, 3))


def coarse_nll(logits, x256):
    V = logits.shape[1]
    x = coarsen(x256, V)
    dims = x[0].numel()
    return nll_by_channel(logits, x).sum(dim=1) + dims * math.log(256 / V)


class _Masked(nn.Conv2d):
    def __init__(self, n_in, n_out, size, kind, dilation=1):
        super().__init__(n_in, n_out, size, padding=dilation * (size // 2), dilation=dilation)
        mask = torch.zeros(n_out, n_in, size, size)
        c = size // 2
        mask[:, :, :c] = 1
        mask[:, :, c, :c] = 1
        out_colour = torch.arange(n_out) // (n_out // 3)
        in_colour = torch.arange(n_in) // (n_in // 3)
        if kind == "A":
            centre = in_colour[None, :] < out_colour[:, None]
        else:
            centre = in_colour[None, :] <= out_colour[:, None]
        mask[:, :, c, c] = centre.float()
        self.register_buffer("mask", mask)

    def forward(self, x):
        weight = self.weight * self.mask
        return F.conv2d(x, weight, self.bias, padding=self.padding, dilation=self.dilation)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.num_values = num_values
        self.first = _Masked(3, hidden_channels, 3, "A", dilations[0])
        self.rest = nn.ModuleList(_Masked(hidden_channels, hidden_channels, 3, "B", d) for d in dilations[1:])
        self.mix = _Masked(hidden_channels, hidden_channels, 1, "B")
        self.last = _Masked(hidden_channels, 3 * num_values, 1, "B")

    def forward(self, x):
        h = F.relu(self.first(x))
        for layer in self.rest:
            h = h + F.relu(layer(h))
        h = h + F.relu(self.mix(h))
        out = self.last(h)
        B, _, H, W = out.shape
        return out.view(B, 3, self.num_values, H, W).transpose(1, 2)
