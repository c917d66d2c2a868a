"""A network for each channel, on one-hot values."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def coarsen(x256, num_values):
    if num_values not in (2, 4, 8, 16, 32, 64, 128, 256):
        raise ValueError(f"{num_values} bins do not share 256 values equally")
    return x256 >> (8 - (num_values.bit_length() - 1))


def nll_by_channel(logits, x):
    chosen = F.one_hot(x, logits.shape[1]).movedim(-1, 1).to(logits.dtype)
    nll = torch.logsumexp(logits, dim=1) - (logits * chosen).sum(1)
    return nll.flatten(2).sum(2)


def coarse_nll(logits, x256):
    V = logits.shape[1]
    # A bin's log-probability is shared by its 256 / V values.
    log_p = logits.log_softmax(1) - math.log(256 / V)
    return -log_p.gather(1, coarsen(x256, V)[:, None]).flatten(1).sum(1)


class ColourPixelCNN(nn.Module):
    """Three networks, one for each channel, on a one-hot picture of the past."""

    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.V, self.dilations = num_values, tuple(dilations)
        width = max(8, hidden_channels // 3)
        self.first = nn.ModuleList(nn.Conv2d(3 * num_values, width, 3) for _ in range(3))
        self.centre = nn.ModuleList(
            nn.Conv2d(max(1, c * num_values), width, 1) for c in range(3)
        )
        self.deeper = nn.ModuleList(
            nn.ModuleList(nn.Conv2d(width, width, 3) for _ in self.dilations[1:]) for _ in range(3)
        )
        self.out = nn.ModuleList(nn.Conv2d(width, num_values, 1) for _ in range(3))
        past = torch.tensor([[1.0, 1, 1], [1, 0, 0], [0, 0, 0]])
        self.register_buffer("past", past, persistent=False)
        now = past.clone()
        now[1, 1] = 1
        self.register_buffer("now", now, persistent=False)

    def conv(self, layer, x, mask, d):
        return F.conv2d(x, layer.weight * mask, layer.bias, padding=d, dilation=d)

    def forward(self, x):
        values = (x * (self.V - 1)).round().long()
        hot = F.one_hot(values, self.V).permute(0, 1, 4, 2, 3).to(x.dtype)  # (B, 3, V, H, W)
        logits = []
        for c in range(3):
            h = self.conv(self.first[c], hot.flatten(1, 2), self.past, self.dilations[0])
            if c:
                h = h + self.centre[c](hot[:, :c].flatten(1, 2))
            for layer, d in zip(self.deeper[c], self.dilations[1:]):
                h = h + self.conv(layer, F.elu(h), self.now, d)
            logits.append(self.out[c](F.elu(h)))
        return torch.stack(logits, dim=2)
