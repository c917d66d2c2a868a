"""An LSTM runs over the raster sequence; it is also shown the row above."""

import torch
import torch.nn.functional as F
from torch import nn


class PixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.above = nn.Conv2d(in_channels, 2 * hidden_channels, (3, 7))
        self.lstm = nn.LSTM(
            in_channels + 2 * hidden_channels, 2 * hidden_channels, batch_first=True
        )
        self.heads = nn.ModuleList(
            [
                nn.Sequential(
                    nn.Linear(2 * hidden_channels + c, hidden_channels),
                    nn.ELU(),
                    nn.Linear(hidden_channels, num_values),
                )
                for c in range(in_channels)
            ]
        )

    def forward(self, x):
        B, C, H, W = x.shape
        x = 2 * x - 1
        above = F.elu(self.above(F.pad(x, (3, 3, 3, 0))[:, :, :-1]))  # three rows above
        left = F.pad(x.flatten(2), (1, 0))[..., :-1]  # the last pixel before, in raster order
        h, _ = self.lstm(torch.cat([left, above.flatten(2)], dim=1).transpose(1, 2))
        pixels = x.flatten(2).transpose(1, 2)
        logits = [head(torch.cat([h, pixels[..., :c]], -1)) for c, head in enumerate(self.heads)]
        return torch.stack(logits, dim=-1).view(B, H, W, -1, C).permute(0, 3, 4, 1, 2)
