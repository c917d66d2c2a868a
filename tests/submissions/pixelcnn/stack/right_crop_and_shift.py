"""No masks: pads, crops and shifts. Colours enter the head of the later channels."""

import torch
import torch.nn.functional as F
from torch import nn


def _shift_down(x):
    return F.pad(x, (0, 0, 1, 0))[:, :, :-1]


def _shift_right(x):
    return F.pad(x, (1, 0))[..., :-1]


class _Down(nn.Conv2d):
    """Sees the rows up to its own, in full width."""

    def __init__(self, i, o, k=3):
        super().__init__(i, o, (k // 2 + 1, k))
        self.pads = (k // 2, k // 2, k // 2, 0)

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))


class _DownRight(nn.Conv2d):
    """Sees what is above and to the left of it, and itself."""

    def __init__(self, i, o, k=3):
        super().__init__(i, o, (k // 2 + 1, k // 2 + 1))
        self.pads = (k // 2, 0, k // 2, 0)

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))


class _Shifted(nn.Module):
    def __init__(self, in_channels, hidden_channels, num_layers, num_values):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.num_values = num_values
        self.v_first = _Down(in_channels, hidden_channels, 5)
        self.h_first = _DownRight(in_channels, hidden_channels, 5)
        h = hidden_channels
        self.v_layers = nn.ModuleList([_Down(h, 2 * h) for _ in range(num_layers)])
        self.h_layers = nn.ModuleList([_DownRight(h, 2 * h) for _ in range(num_layers)])
        self.links = nn.ModuleList([nn.Conv2d(h, 2 * h, 1) for _ in range(num_layers)])
        self.heads = nn.ModuleList([nn.Conv2d(h + c, num_values, 1) for c in range(in_channels)])

    def forward(self, x):
        x = 2 * x - 1
        v = _shift_down(self.v_first(x))
        h = _shift_right(self.h_first(x)) + v
        for down, right, link in zip(self.v_layers, self.h_layers, self.links):
            a, b = down(F.elu(v)).chunk(2, dim=1)
            v = v + torch.tanh(a) * torch.sigmoid(b)
            a, b = (right(F.elu(h)) + link(v)).chunk(2, dim=1)
            h = h + torch.tanh(a) * torch.sigmoid(b)
        h = F.elu(h)
        logits = [head(torch.cat([h, x[:, :c]], dim=1)) for c, head in enumerate(self.heads)]
        return torch.stack(logits, dim=2)


class PixelCNN(_Shifted):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__(in_channels, hidden_channels, 2, num_values)


class GatedPixelCNN(_Shifted):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__(in_channels, hidden_channels, num_layers, num_values)
