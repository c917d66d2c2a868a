"""Two stacks, one above and one to the left, and then three heads for the colours."""

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



class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        n = hidden_channels
        self.dilations = tuple(dilations)
        self.above = nn.ModuleList(nn.Conv2d(3 if i == 0 else n, n, (2, 3), dilation=d) for i, d in enumerate(dilations))
        self.left = nn.ModuleList(nn.Conv2d(3 if i == 0 else n, n, (1, 2), dilation=d) for i, d in enumerate(dilations))
        self.join = nn.ModuleList(nn.Conv2d(n, n, 1) for _ in dilations)
        self.heads = nn.ModuleList(
            nn.Sequential(nn.ELU(), nn.Conv2d(n + c, n, 1), nn.ELU(), nn.Conv2d(n, num_values, 1)) for c in range(3)
        )

    def forward(self, x):
        # v sees the rows above, l what is to the left as well; both are moved before the first layer.
        v, l = F.pad(x, (0, 0, 1, 0))[:, :, :-1], F.pad(x, (1, 0))[..., :-1]
        for i, d in enumerate(self.dilations):
            nv = self.above[i](F.pad(F.elu(v) if i else v, (d, d, d, 0)))
            nl = self.left[i](F.pad(F.elu(l) if i else l, (d, 0))) + self.join[i](F.elu(nv))
            v, l = (nv, nl) if i == 0 else (v + nv, l + nl)
        return torch.stack([head(torch.cat([l, x[:, :c]], 1)) for c, head in enumerate(self.heads)], 2)
