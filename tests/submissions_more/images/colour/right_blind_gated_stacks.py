"""Vertical and horizontal stacks with gates; bit shifts for the bins."""

import math

import torch
from torch import nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values < 2 or num_values > 256 or num_values & (num_values - 1):
        raise ValueError("a divisor of 256, please")
    return x256 >> (8 - (num_values.bit_length() - 1))


def nll_by_channel(logits, x):
    picked = logits.gather(1, x[:, None])[:, 0]
    return (logits.logsumexp(1) - picked).sum(-1).sum(-1)


def coarse_nll(logits, x256):
    B, V, C, H, W = logits.shape
    x = coarsen(x256, V)
    return nll_by_channel(logits, x).sum(-1) + C * H * W * (8 - math.log2(V)) * math.log(2)


def gate(x):
    # Every colour's block is halved on its own so that colours do not mix.
    B, n, H, W = x.shape
    a, b = x.view(B, 3, 2, n // 6, H, W).unbind(2)
    return (torch.tanh(a) * torch.sigmoid(b)).reshape(B, n // 2, H, W)


def colours(n_out, n_in, strict):
    o = torch.arange(n_out).mul(3).div(n_out, rounding_mode="floor")
    i = torch.arange(n_in).mul(3).div(n_in, rounding_mode="floor")
    return (i < o[:, None]) if strict else (i <= o[:, None])


class Conv(nn.Conv2d):
    def __init__(self, n_in, n_out, mask, dilation=1):
        k = mask.shape[-2:]
        super().__init__(n_in, n_out, k, dilation=dilation,
                         padding=(dilation * (k[0] // 2), dilation * (k[1] // 2)))
        self.register_buffer("mask", mask.float(), persistent=False)

    def forward(self, x):
        return self._conv_forward(x, self.weight * self.mask, self.bias)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        n = hidden_channels
        self.num_values = num_values
        self.v, self.h, self.v2h, self.skip = (nn.ModuleList() for _ in range(4))
        for depth, d in enumerate(dilations):
            first = depth == 0
            n_in = 3 if first else n
            rows = torch.zeros(2 * n, n_in, 3, 3)
            rows[:, :, : 1 if first else 2] = 1
            self.v.append(Conv(n_in, 2 * n, rows, d))
            row = torch.zeros(2 * n, n_in, 1, 3)
            row[..., 0, 0] = 1
            row[..., 0, 1] = colours(2 * n, n_in, first).float()
            self.h.append(Conv(n_in, 2 * n, row, d))
            self.v2h.append(nn.Conv2d(2 * n, 2 * n, 1))
            self.skip.append(Conv(n, n, colours(n, n, False)[..., None, None]))
        self.out1 = Conv(n, n, colours(n, n, False)[..., None, None])
        self.out2 = Conv(n, 3 * num_values, colours(3 * num_values, n, False)[..., None, None])

    def forward(self, x):
        v = h = x
        total = 0
        for depth, (cv, ch, link, skip) in enumerate(zip(self.v, self.h, self.v2h, self.skip)):
            v_new = cv(v)
            h_new = skip(gate(ch(h) + link(v_new)))
            v_out = gate(v_new)
            v = v_out if depth == 0 else v + v_out
            h = h_new if depth == 0 else h + h_new
            total = total + h
        out = self.out2(F.elu(self.out1(F.elu(total))))
        return out.unflatten(1, (3, self.num_values)).transpose(1, 2)
