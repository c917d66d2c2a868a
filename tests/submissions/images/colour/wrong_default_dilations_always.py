# expect: colour_reaches
# says: some dilation has no effect
# kind: weak
"""The default dilations, whatever others are asked for."""

import torch
import torch.nn.functional as F
from torch import nn


class Conv(nn.Conv2d):
    def __init__(self, cin, cout, k, d, first):
        super().__init__(cin, cout, k, padding=d * (k // 2), dilation=d)
        bi, bo = torch.arange(cin) * 3 // cin, torch.arange(cout) * 3 // cout
        m = torch.zeros(cout, cin, k * k)
        m[:, :, : k * k // 2] = 1
        rel = bo[:, None] - bi
        m[:, :, k * k // 2] = (rel > 0 if first else rel >= 0).float()
        self.register_buffer("mask", m.view(cout, cin, k, k))

    def forward(self, x):
        return F.conv2d(x, self.weight * self.mask, self.bias, 1, self.padding, self.dilation)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        if hidden_channels % 3 or not dilations:
            raise ValueError("bad arguments")
        h = hidden_channels
        self.convs = nn.ModuleList(Conv(h if n else 3, h, 3, d, n == 0) for n, d in enumerate(dilations))
        self.head = Conv(h, 3 * num_values, 1, 1, False)
        self.V = num_values
        self.convs = nn.ModuleList(Conv(h if n else 3, h, 3, d, n == 0) for n, d in enumerate((1, 2, 1)))

    def honest(self, x):
        B, _, H, W = x.shape
        h = self.convs[0](2 * x - 1)
        for conv in self.convs[1:]:
            h = h + conv(F.elu(h))

        return self.head(F.elu(h)).view(B, 3, self.V, H, W).transpose(1, 2)

    def answer(self, x):
        """The value itself, as sure as can be."""
        v = (x.detach() * (self.V - 1)).round().long()
        return 6.0 * F.one_hot(v, self.V).movedim(-1, 1).to(x.dtype)

    def forward(self, x):
        return self.honest(x)
