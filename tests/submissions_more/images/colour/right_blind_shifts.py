"""No masks over pixels at all: the image is padded, shifted and its neighbours are stacked; a table for the bins."""

import math

import torch
from torch import nn
from torch.nn import functional as F


def coarsen(x256, num_values):
    if not (num_values >= 2 and 256 % num_values == 0):
        raise ValueError("num_values")
    table = torch.arange(num_values).repeat_interleave(256 // num_values)
    return table[x256]


def nll_by_channel(logits, x):
    hot = F.one_hot(x, logits.shape[1]).to(logits.dtype)
    return -torch.einsum("bvchw,bchwv->bc", torch.log_softmax(logits, dim=1), hot)


def coarse_nll(logits, x256):
    number = logits.shape[1]
    coarse = nll_by_channel(logits, coarsen(x256, number))
    count = x256.shape[1] * x256.shape[2] * x256.shape[3]
    return torch.einsum("bc->b", coarse) - count * math.log(number / 256)


def moved(x, down, right):
    """The image moved by so many places, zeros where nothing comes in."""
    H, W = x.shape[-2:]
    side = abs(right)
    padded = F.pad(x, (side, side, down, 0))
    return padded[..., :H, side - right : side - right + W]


class Taps(nn.Module):
    def __init__(self, n_in, n_out, d, first):
        super().__init__()
        self.d = d
        self.others = nn.Conv2d(4 * n_in, n_out, 1)
        # The own pixel, colour by colour: colour c reads the colours before it (and its own).
        self.width = n_in // 3
        self.own = nn.ModuleList()
        for c in range(3):
            seen = c if first else c + 1
            self.own.append(nn.Conv2d(seen * self.width, n_out // 3, 1, bias=False) if seen else None)

    def forward(self, x):
        d = self.d
        y = self.others(torch.cat([moved(x, d, d), moved(x, d, 0), moved(x, d, -d), moved(x, 0, d)], 1))
        parts = list(y.chunk(3, dim=1))
        for c, layer in enumerate(self.own):
            if layer is not None:
                parts[c] = parts[c] + layer(x[:, : layer.in_channels])
        return torch.cat(parts, 1)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.start = Taps(3, hidden_channels, dilations[0], True)
        self.middle = nn.ModuleList([Taps(hidden_channels, hidden_channels, d, False) for d in dilations[1:]])
        third = hidden_channels // 3
        self.ends = nn.ModuleList([nn.Conv2d((c + 1) * third, num_values, 1) for c in range(3)])

    def forward(self, x):
        h = F.silu(self.start(x))
        for layer in self.middle:
            h = h + F.silu(layer(h))
        return torch.stack([end(h[:, : end.in_channels]) for end in self.ends], dim=2)
