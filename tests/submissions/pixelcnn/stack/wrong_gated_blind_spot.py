# expect: gated_has_no_blind_spot
# says: blind
# kind: weak
"""Gates, but no vertical stack: masked convolutions with the usual blind spot."""

import torch
import torch.nn.functional as F
from torch import nn


def _conv(in_channels, out_channels, kernel_size, mask_type, colors):
    conv = MaskedConv2d(in_channels, out_channels, kernel_size, mask_type)
    conv.mask = channel_mask(out_channels, in_channels, kernel_size, mask_type, colors)
    return conv


class GatedPixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        self.num_values = num_values
        h = hidden_channels
        sizes = [(in_channels, 5, "A")] + [(h, 3, "B")] * (num_layers - 1)
        self.tanh = nn.ModuleList([_conv(i, h, k, t, in_channels) for i, k, t in sizes])
        self.sigmoid = nn.ModuleList([_conv(i, h, k, t, in_channels) for i, k, t in sizes])
        self.head = _conv(h, in_channels * num_values, 1, "B", in_channels)

    def forward(self, x):
        B, C, H, W = x.shape
        h = 2 * x - 1
        for n, (a, b) in enumerate(zip(self.tanh, self.sigmoid)):
            gated = torch.tanh(a(h)) * torch.sigmoid(b(h))
            h = gated if n == 0 else h + gated
        logits = self.head(F.elu(h))
        return logits.reshape(B, C, self.num_values, H, W).transpose(1, 2)
