# expect: colour_is_causal
# says: A channel sees itself
# kind: meaningless
"""The head mixes all channels' features."""

import torch
import torch.nn.functional as F
from torch import nn


class MaskedConv(nn.Conv2d):
    def __init__(self, cin, cout, k, d, kind):
        super().__init__(cin, cout, k, padding=d * (k // 2), dilation=d)
        mask = torch.zeros(cout, cin, k, k)
        mask[:, :, : k // 2] = 1
        mask[:, :, k // 2, : k // 2] = 1
        for o in range(3):
            for i in range(3):
                if i < o or (i == o and kind == "B"):
                    rows = slice(o * cout // 3, (o + 1) * cout // 3)
                    columns = slice(i * cin // 3, (i + 1) * cin // 3)
                    mask[rows, columns, k // 2, k // 2] = 1
        self.register_buffer("mask", mask)

    def forward(self, x):
        return F.conv2d(x, self.weight * self.mask, self.bias, 1, self.padding, self.dilation)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.V = num_values
        layers, width = [], 3
        for number, d in enumerate(dilations):
            layers.append(MaskedConv(width, hidden_channels, 3, d, "B" if number else "A"))
            width = hidden_channels
        self.layers = nn.ModuleList(layers)
        self.head = nn.Conv2d(width, 3 * num_values, 1)

    def forward(self, x):
        h = x * 2 - 1
        for layer in self.layers:
            h = F.elu(layer(h))
        B, _, H, W = x.shape
        return self.head(h).view(B, 3, self.V, H, W).transpose(1, 2)
