# expect: gated_is_causal gated_colours_in_order gated_is_causal_elsewhere gated_uses_neighbours gated_mass_is_one
# says: below
# kind: meaningless
"""Shifted in the wrong direction: each row is fed by the one below."""

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
        above = F.pad(v, (0, 0, 0, 1))[:, :, 1:]
        conv = self.horizontal
        row = F.conv2d(h, conv.weight * self.horizontal_mask, conv.bias, padding=conv.padding)
        out = self.mix(_gate(row + self.link(above)))
        if self.residual:
            out = h + out
        return v, out


class GatedPixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.num_values = num_values
        self.layers = nn.ModuleList()
        for n in range(num_layers):
            if n == 0:
                self.layers.append(_GatedLayer(in_channels, hidden_channels, 5, "A", in_channels))
            else:
                self.layers.append(
                    _GatedLayer(hidden_channels, hidden_channels, 3, "B", in_channels)
                )
        self.head = _conv(hidden_channels, in_channels * num_values, 1, "B", in_channels)

    def forward(self, x):
        B, C, H, W = x.shape
        v = h = 2 * x - 1
        for layer in self.layers:
            v, h = layer(v, h)
        logits = self.head(F.elu(h))
        return logits.reshape(B, C, self.num_values, H, W).transpose(1, 2)
