"""Feature map number m belongs to colour m mod C: groups interleaved, not in blocks."""

import torch
import torch.nn.functional as F
from torch import nn


def _mask(outputs, inputs, kernel_size, mask_type, colors):
    k = kernel_size
    mask = torch.zeros(outputs, inputs, k, k)
    mask[:, :, : k // 2] = 1
    mask[:, :, k // 2, : k // 2] = 1
    out, into = torch.arange(outputs)[:, None] % colors, torch.arange(inputs) % colors
    mask[:, :, k // 2, k // 2] = (into < out if mask_type == "A" else into <= out).float()
    return mask


class _Conv(nn.Conv2d):
    def __init__(self, inputs, outputs, kernel_size, mask_type, colors):
        super().__init__(inputs, outputs, kernel_size, padding=kernel_size // 2)
        self.register_buffer("mask", _mask(outputs, inputs, kernel_size, mask_type, colors))

    def forward(self, x):
        return F.conv2d(x, self.weight * self.mask, self.bias, padding=self.padding)


class PixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.num_values = num_values
        C, h = in_channels, hidden_channels
        self.first = _Conv(C, h, 7, "A", C)
        self.layers = nn.ModuleList([_Conv(h, h, 3, "B", C) for _ in range(num_layers - 1)])
        self.head = _Conv(h, num_values * C, 1, "B", C)

    def forward(self, x):
        B, C, H, W = x.shape
        h = self.first(2 * x - 1)
        for layer in self.layers:
            h = h + layer(F.relu(h))
        return self.head(F.relu(h)).view(B, self.num_values, C, H, W)
