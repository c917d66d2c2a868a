"""The head starts at zero, so that all values are equally likely before training."""

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



class C(nn.Conv2d):
    def __init__(self, i, o, k, d, a):
        super().__init__(i, o, k, padding=d * (k // 2), dilation=d)
        m = torch.ones(o, i, k, k)
        m[:, :, k // 2 + 1 :] = 0
        m[:, :, k // 2, k // 2 + 1 :] = 0
        for p in range(3):
            for q in range(3):
                if q > p or (a and q == p):
                    m[p * o // 3 : (p + 1) * o // 3, q * i // 3 : (q + 1) * i // 3, k // 2, k // 2] = 0
        self.register_buffer("m", m)

    def forward(self, x):
        return self._conv_forward(x, self.weight * self.m, self.bias)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.first = C(3, hidden_channels, 3, dilations[0], True)
        self.more = nn.ModuleList([C(hidden_channels, hidden_channels, 3, d, False) for d in dilations[1:]])
        self.mid = C(hidden_channels, hidden_channels, 1, 1, False)
        self.out = C(hidden_channels, 3 * num_values, 1, 1, False)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        self.v = num_values

    def forward(self, x):
        h = self.first(x)
        for layer in self.more:
            h = h + layer(F.relu(h))
        h = self.out(F.relu(self.mid(F.relu(h))))
        return h.unflatten(1, (3, self.v)).transpose(1, 2)
