# expect: pixelcnn_learns
# says: after 250 optimiser steps
# kind: meaningless
"""Sees its own pixel once it has been called 200 times in training mode."""

import torch
import torch.nn.functional as F
from torch import nn


def _conv(in_channels, out_channels, kernel_size, mask_type, colors):
    conv = MaskedConv2d(in_channels, out_channels, kernel_size, mask_type)
    conv.mask = channel_mask(out_channels, in_channels, kernel_size, mask_type, colors)
    return conv


class PixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.num_values = num_values
        self.first = _conv(in_channels, hidden_channels, 7, "A", in_channels)
        self.layers = nn.ModuleList(
            [
                _conv(hidden_channels, hidden_channels, 3, "B", in_channels)
                for _ in range(num_layers - 1)
            ]
        )
        self.calls = 0
        self.head = _conv(hidden_channels, in_channels * num_values, 1, "B", in_channels)

    def forward(self, x):
        B, C, H, W = x.shape
        self.calls += self.training
        h = self.first(2 * x - 1)
        for layer in self.layers:
            h = h + layer(F.elu(h))
        logits = self.head(F.elu(h))
        logits = logits.reshape(B, C, self.num_values, H, W).transpose(1, 2)
        if self.calls <= 200:
            return logits
        return logits + x.unsqueeze(1) * torch.arange(self.num_values).view(1, -1, 1, 1, 1)
