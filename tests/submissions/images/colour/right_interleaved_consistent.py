"""Bit shifts; interleaved channels (map m belongs to colour m mod 3), masks consistent with it."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values not in (2, 4, 8, 16, 32, 64, 128, 256):
        raise ValueError("num_values has to divide 256")
    return x256 >> (8 - int(math.log2(num_values)))


def nll_by_channel(logits, x):
    log_p = torch.log_softmax(logits, dim=1)
    return -torch.take_along_dim(log_p, x[:, None], dim=1).sum(dim=(1, 3, 4))


def coarse_nll(logits, x256):
    V = logits.size(1)
    return nll_by_channel(logits, coarsen(x256, V)).sum(-1) + x256[0].numel() * (8 * math.log(2) - math.log(V))



class Masked(nn.Conv2d):
    def __init__(self, inputs, outputs, size, dilation, strict):
        super().__init__(inputs, outputs, size, padding=dilation * (size // 2), dilation=dilation)
        mid = size // 2
        mask = torch.zeros(outputs, inputs, size, size)
        mask[..., :mid, :] = 1.0
        mask[..., mid, :mid] = 1.0
        o, i = torch.arange(outputs)[:, None] % 3, torch.arange(inputs)[None] % 3
        mask[..., mid, mid] = ((i < o) if strict else (i <= o)).float()
        self.register_buffer("mask", mask)

    def forward(self, x):
        self.weight.data.mul_(self.mask)
        return super().forward(x)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.V = num_values
        layers = []
        inputs = 3
        for i, d in enumerate(dilations):
            layers += [Masked(inputs, hidden_channels, 3, d, i == 0), nn.ELU()]
            inputs = hidden_channels
        layers += [Masked(inputs, hidden_channels, 1, 1, False), nn.ELU()]
        layers += [Masked(hidden_channels, 3 * num_values, 1, 1, False)]
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        B, C, H, W = x.shape
        return self.net(x - 0.5).view(B, self.V, 3, H, W)
