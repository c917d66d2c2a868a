"""Linear layers on the four earlier neighbours."""

import torch
import torch.nn.functional as F
from torch import nn


def coarsen(x256, num_values):
    if num_values <= 1 or 256 / num_values != round(256 / num_values):
        raise ValueError("bins must be equal, and two or more")
    borders = torch.arange(1, num_values) * (256 // num_values)
    return torch.bucketize(x256, borders, right=True)


def nll_by_channel(logits, x):
    law = torch.distributions.Categorical(logits=logits.movedim(1, -1))
    return -law.log_prob(x).sum(-1).sum(-1)


def coarse_nll(logits, x256):
    V = logits.shape[1]
    spread = torch.repeat_interleave(logits, 256 // V, dim=1) if 256 % V == 0 and V > 1 else None
    if spread is None:
        raise ValueError(f"{V} bins are not equal")
    return F.cross_entropy(spread, x256, reduction="none").flatten(1).sum(1)


class ColourPixelCNN(nn.Module):
    """Neighbours gathered by unfold; earlier pixels as a list of places."""

    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.V, self.dilations, n = num_values, tuple(dilations), hidden_channels // 3
        self.n = n
        ins = [3] + [3 * n] * (len(self.dilations) - 1)
        self.past = nn.ModuleList(nn.Linear(4 * i, 3 * n) for i in ins)
        self.here = nn.ModuleList(
            nn.ModuleList(nn.Linear((c if s == 0 else c + 1) * (i // 3) or 1, n) for c in range(3))
            for s, i in enumerate(ins)
        )
        self.out = nn.ModuleList(nn.Linear((c + 1) * n, num_values) for c in range(3))

    def forward(self, x):
        B, _, H, W = x.shape
        h = (2 * x - 1).permute(0, 2, 3, 1)
        for s, d in enumerate(self.dilations):
            e = h if s == 0 else F.elu(h)
            wide = F.pad(e, (0, 0, d, d, d, 0))
            near = [wide[:, :H, k * d : k * d + W] for k in range(3)] + [wide[:, d : d + H, :W]]
            new = self.past[s](torch.cat(near, dim=-1))
            step = e.shape[-1] // 3
            own = []
            for c in range(3):
                seen = e[..., : (c if s == 0 else c + 1) * step]
                own.append(self.here[s][c](seen) if seen.shape[-1] else torch.zeros_like(new[..., : self.n]))
            new = new + torch.cat(own, dim=-1)
            h = new if s == 0 else h + new
        h = F.elu(h)
        logits = [self.out[c](h[..., : (c + 1) * self.n]) for c in range(3)]
        return torch.stack(logits, dim=-1).permute(0, 3, 4, 1, 2)
