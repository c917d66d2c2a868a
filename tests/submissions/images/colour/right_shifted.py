"""Shifts in place of masks; a head for each channel."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def coarsen(x256, num_values):
    if num_values not in (2, 4, 8, 16, 32, 64, 128, 256):
        raise ValueError(f"{num_values} bins do not share 256 values equally")
    return x256 >> (8 - (num_values.bit_length() - 1))


def nll_by_channel(logits, x):
    log_p = torch.log_softmax(logits, dim=1)
    own = torch.gather(log_p, 1, x.unsqueeze(1)).squeeze(1)
    return -own.sum(dim=(2, 3))


def coarse_nll(logits, x256):
    V = logits.shape[1]
    # A bin's log-probability is shared by its 256 / V values.
    log_p = logits.log_softmax(1) - math.log(256 / V)
    return -log_p.gather(1, coarsen(x256, V)[:, None]).flatten(1).sum(1)


class ColourPixelCNN(nn.Module):
    """Nothing is masked but the picture: it is shifted before ordinary convolutions see it."""

    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.V, self.dilations, n = num_values, tuple(dilations), hidden_channels
        d0 = self.dilations[0]
        self.up = nn.Conv2d(3, n, (1, 3), padding=(0, d0), dilation=d0)
        self.left = nn.Conv2d(3, n, 1)
        self.rows = nn.ModuleList(nn.Conv2d(n, n, (1, 3), padding=(0, d), dilation=d) for d in self.dilations[1:])
        self.sides = nn.ModuleList(nn.Conv2d(n, n, 1) for _ in self.dilations[1:])
        self.mix = nn.ModuleList(nn.Conv2d(n, n, 1) for _ in self.dilations[1:])
        # The heads of G and B are told the earlier channels of their own pixel.
        self.heads = nn.ModuleList(
            nn.Sequential(nn.Conv2d(n + c, 2 * n, 1), nn.ELU(), nn.Conv2d(2 * n, num_values, 1)) for c in range(3)
        )

    @staticmethod
    def down(x, d):
        return F.pad(x, (0, 0, d, 0))[:, :, : x.shape[2]]

    @staticmethod
    def right(x, d):
        return F.pad(x, (d, 0))[..., : x.shape[3]]

    def forward(self, x):
        image, d = 2 * x - 1, self.dilations[0]
        h = self.down(self.up(image), d) + self.right(self.left(image), d)
        for row, side, mix, d in zip(self.rows, self.sides, self.mix, self.dilations[1:]):
            e = F.elu(h)
            h = h + self.down(row(e), d) + self.right(side(e), d) + mix(e)
        h = F.elu(h)
        logits = [head(torch.cat([h, image[:, :c]], dim=1)) for c, head in enumerate(self.heads)]
        return torch.stack(logits, dim=2)
