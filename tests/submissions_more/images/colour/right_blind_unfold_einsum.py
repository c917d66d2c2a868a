"""Convolutions by unfold and einsum; the NLL in float64 inside; the bins by multiplication."""

import math

import torch
from torch import nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values <= 1:
        raise ValueError("at least two values")
    if (256 // num_values) * num_values != 256:
        raise ValueError("must divide 256")
    return torch.div(x256 * num_values, 256, rounding_mode="floor")


def nll_by_channel(logits, x):
    wide = logits.double()
    log_p = wide - torch.logsumexp(wide, dim=1, keepdim=True)
    B, V, C, H, W = logits.shape
    rows = log_p.permute(0, 2, 3, 4, 1).reshape(-1, V)
    chosen = rows[torch.arange(rows.shape[0]), x.reshape(-1)]
    return -chosen.view(B, C, H * W).sum(-1).to(logits.dtype)


def coarse_nll(logits, x256):
    V = logits.shape[1]
    # log p(x256) = log p(bin) + log(1 / width of the bin), in each dimension
    width = 256 // V if V else 0
    nll = nll_by_channel(logits, coarsen(x256, V))
    log_width = torch.full_like(nll, math.log(width)) * (x256.shape[2] * x256.shape[3])
    return (nll + log_width).sum(dim=1)


class EinsumConv(nn.Module):
    def __init__(self, n_in, n_out, dilation, strict):
        super().__init__()
        self.dilation = dilation
        bound = 1 / math.sqrt(5 * n_in)
        # Colour of the output, its map, colour of the input, its map, the five places up to the own one.
        self.weight = nn.Parameter(torch.empty(3, n_out, 3, n_in, 5).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(3, n_out))
        allowed = torch.tril(torch.ones(3, 3), diagonal=-1 if strict else 0)
        mask = torch.ones(3, 1, 3, 1, 5)
        mask[:, 0, :, 0, 4] = allowed
        self.register_buffer("mask", mask)

    def forward(self, x):
        B, colour, n, H, W = x.shape
        d = self.dilation
        patches = F.unfold(x.reshape(B, colour * n, H, W), 3, dilation=d, padding=d)
        patches = patches.view(B, colour, n, 9, H, W)[:, :, :, :5]
        y = torch.einsum("bcnkhw,omcnk->bomhw", patches, self.weight * self.mask)
        return y + self.bias[None, :, :, None, None]


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        n = hidden_channels // 3
        widths = [1] + [n] * len(dilations)
        self.convs = nn.ModuleList()
        for k, d in enumerate(dilations):
            self.convs.append(EinsumConv(widths[k], n, d, k == 0))
        self.final = EinsumConv(n, num_values, 1, False)

    def forward(self, x):
        h = x.unsqueeze(2)
        for k, conv in enumerate(self.convs):
            h = (h if k else 0) + F.leaky_relu(conv(h), 0.1)
        return self.final(h).transpose(1, 2)
