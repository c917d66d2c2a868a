"""The model looks its values up in an embedding; the NLL goes over the values one by one; recursion over layers."""

import math

import torch
from torch import nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values not in (2, 4, 8, 16, 32, 64, 128, 256):
        raise ValueError(f"{num_values} does not divide 256")
    edges = torch.arange(256 // num_values, 256, 256 // num_values)
    return torch.bucketize(x256, edges, right=True)


def nll_by_channel(logits, x):
    top = logits.amax(dim=1, keepdim=True).detach()
    shifted = logits - top
    log_sum = shifted.exp().sum(dim=1).log()
    nll = torch.zeros_like(log_sum)
    for value in range(logits.shape[1]):
        nll = nll + torch.where(x == value, log_sum - shifted[:, value], torch.zeros_like(log_sum))
    return nll.flatten(2).sum(2)


def coarse_nll(logits, x256):
    V = logits.shape[1]
    result = nll_by_channel(logits, coarsen(x256, V)).sum(1)
    for _ in range(3):
        result = result + x256.shape[-1] * x256.shape[-2] * (math.log(256) - math.log(V))
    return result


class Layer(nn.Module):
    def __init__(self, per_in, per_out, dilation, strict, size=3):
        super().__init__()
        self.conv = nn.Conv2d(3 * per_in, 3 * per_out, size, padding="same", dilation=dilation)
        mask = torch.ones(3, per_out, 3, per_in, size, size)
        m = size // 2
        mask[..., m + 1 :, :] = 0
        mask[..., m, m + 1 :] = 0
        for o in range(3):
            for i in range(3):
                if i > o or (strict and i == o):
                    mask[o, :, i, :, m, m] = 0
        self.register_buffer("mask", mask.reshape(self.conv.weight.shape))

    def forward(self, x):
        weight = torch.where(self.mask > 0, self.conv.weight, torch.zeros_like(self.conv.weight))
        return F.conv2d(x, weight, self.conv.bias, padding="same", dilation=self.conv.dilation)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.num_values = num_values
        n = hidden_channels // 3
        self.table = nn.Embedding(num_values, 4)
        sizes = [4] + [n] * len(dilations)
        self.layers = nn.ModuleList(
            Layer(sizes[k], n, d, strict=k == 0) for k, d in enumerate(dilations))
        self.last = Layer(n, num_values, 1, False, size=1)

    def _go(self, h, k):
        if k == len(self.layers):
            return h
        new = torch.tanh(self.layers[k](h))
        return self._go(new + h if k else new, k + 1)

    def forward(self, x):
        index = (x * (self.num_values - 1)).round().long().clamp(0, self.num_values - 1)
        B, _, H, W = x.shape
        e = self.table(index).permute(0, 1, 4, 2, 3).reshape(B, -1, H, W)
        out = self.last(self._go(e, 0)).reshape(B, 3, self.num_values, H, W)
        return out.movedim(2, 1)
