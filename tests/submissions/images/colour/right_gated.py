"""Gates; masks made at every call."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values != 0:
        raise ValueError("num_values must divide 256")
    return x256 // (256 // num_values)


def nll_by_channel(logits, x):
    chosen = F.one_hot(x, logits.shape[1]).movedim(-1, 1).to(logits.dtype)
    nll = torch.logsumexp(logits, dim=1) - (logits * chosen).sum(1)
    return nll.flatten(2).sum(2)


def coarse_nll(logits, x256):
    V = logits.shape[1]
    x = coarsen(x256, V)
    bins = F.cross_entropy(logits, x, reduction="none").sum((1, 2, 3))
    return bins + x256[0].numel() * math.log(256 / V)


class ColourPixelCNN(nn.Module):
    """Gates: tanh times sigmoid, both halves of a gate masked alike."""

    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.num_values = num_values
        self.dilations = list(dilations)
        sizes = [3] + [hidden_channels] * len(self.dilations)
        self.convs = nn.ModuleList(
            nn.Conv2d(sizes[n], 2 * hidden_channels, 3, padding=d, dilation=d)
            for n, d in enumerate(self.dilations)
        )
        self.final = nn.Conv2d(hidden_channels, 3 * num_values, 1)

    @staticmethod
    def mask(conv, halves, strict):
        outs, ins, k = conv.weight.shape[:3]
        out_colour = (torch.arange(outs) % (outs // halves)) * 3 // (outs // halves)
        in_colour = torch.arange(ins) * 3 // ins
        a, b = torch.meshgrid(torch.arange(k), torch.arange(k), indexing="ij")
        before = (a < k // 2) | ((a == k // 2) & (b < k // 2))
        centre = (a == k // 2) & (b == k // 2)
        order = out_colour[:, None] - in_colour[None]
        allowed = order > 0 if strict else order >= 0
        return (before[None, None] | (centre[None, None] & allowed[..., None, None])).to(conv.weight)

    def forward(self, x):
        h = x - 0.5
        for n, (conv, d) in enumerate(zip(self.convs, self.dilations)):
            weight = conv.weight * self.mask(conv, 2, strict=n == 0)
            a, b = F.conv2d(h, weight, conv.bias, padding=d, dilation=d).chunk(2, dim=1)
            gated = torch.tanh(a) * torch.sigmoid(b)
            h = gated if n == 0 else h + gated
        out = F.conv2d(h, self.final.weight * self.mask(self.final, 1, False), self.final.bias)
        return out.unflatten(1, (3, self.num_values)).transpose(1, 2)
