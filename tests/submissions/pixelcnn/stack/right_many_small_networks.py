"""Gated, and the loops run over (B, C, H, W) parts: a network for each colour channel."""

import torch
import torch.nn.functional as F
from torch import nn


def _conv(in_channels, out_channels, kernel_size, mask_type, colors):
    conv = MaskedConv2d(in_channels, out_channels, kernel_size, mask_type)
    conv.mask = channel_mask(out_channels, in_channels, kernel_size, mask_type, colors)
    return conv


def _gate(x):
    a, b = x.chunk(2, dim=1)
    return torch.tanh(a) * torch.sigmoid(b)


class _GatedLayer(nn.Module):
    def __init__(self, in_channels, hidden, kernel_size, mask_type, colors):
        super().__init__()
        self.residual = mask_type == "B"
        k = kernel_size
        self.vertical = nn.Conv2d(in_channels, 2 * hidden, k, padding=k // 2)
        self.register_buffer("vertical_mask", vertical_mask(k, "B"))
        self.horizontal = nn.Conv2d(in_channels, 2 * hidden, (1, k), padding=(0, k // 2))
        mask = channel_mask(hidden, in_channels, k, mask_type, colors)[:, :, k // 2 : k // 2 + 1]
        self.register_buffer("horizontal_mask", torch.cat([mask, mask]))
        self.link = nn.Conv2d(hidden, 2 * hidden, 1)
        self.mix = _conv(hidden, hidden, 1, "B", colors)

    def forward(self, v, h):
        conv = self.vertical
        v = _gate(F.conv2d(v, conv.weight * self.vertical_mask, conv.bias, padding=conv.padding))
        above = F.pad(v, (0, 0, 1, 0))[:, :, :-1]
        conv = self.horizontal
        row = F.conv2d(h, conv.weight * self.horizontal_mask, conv.bias, padding=conv.padding)
        out = self.mix(_gate(row + self.link(above)))
        if self.residual:
            out = h + out
        return v, out


class _Grey(nn.Module):
    """Gated stacks over all colours of the past; `extra` holds earlier colours of the pixel."""

    def __init__(self, inputs, extra, hidden, num_layers, num_values):
        super().__init__()
        self.layers = nn.ModuleList(
            [
                _GatedLayer(hidden if n else inputs, hidden, 3 if n else 5, "B" if n else "A", 1)
                for n in range(num_layers)
            ]
        )
        self.extra = nn.Conv2d(extra, hidden, 1) if extra else None
        self.head = nn.Conv2d(hidden, num_values, 1)

    def forward(self, x, earlier):
        v = h = x
        for layer in self.layers:
            v, h = layer(v, h)
        if self.extra is not None:
            h = h + self.extra(earlier)
        return self.head(F.elu(h))


class GatedPixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.colors = nn.ModuleList(
            [
                _Grey(in_channels, c, hidden_channels, num_layers, num_values)
                for c in range(in_channels)
            ]
        )

    def forward(self, x):
        x = 2 * x - 1
        return torch.stack([net(x, x[:, :c]) for c, net in enumerate(self.colors)], dim=2)
