"""One context of the earlier pixels, then a small head for each colour that also gets the earlier colours; NumPy bins."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values:
        raise ValueError(num_values)
    values = x256.detach().cpu().numpy()
    return torch.from_numpy(np.floor_divide(values, 256 // num_values).astype(np.int64))


def nll_by_channel(logits, x):
    columns = []
    for c in range(x.shape[1]):
        log_p = F.log_softmax(logits[:, :, c], dim=1)
        chosen = torch.gather(log_p, 1, x[:, c].unsqueeze(1)).squeeze(1)
        columns.append(-chosen.flatten(1).sum(1))
    return torch.stack(columns, 1)


def coarse_nll(logits, x256):
    values = logits.size(1)
    per_channel = nll_by_channel(logits, coarsen(x256, values))
    pixels = logits.size(3) * logits.size(4)
    extra = pixels * float(np.log(256 // values))
    return (per_channel + extra).sum(1)


class Past(nn.Module):
    """A 3x3 convolution that sees the earlier pixels (and its own, if told)."""

    def __init__(self, n_in, n_out, dilation, own):
        super().__init__()
        self.conv = nn.Conv2d(n_in, n_out, 3, padding=dilation, dilation=dilation)
        self.register_buffer("keep", torch.tensor([[1.0, 1, 1], [1, float(own), 0], [0, 0, 0]]))

    def forward(self, x):
        c = self.conv
        return F.conv2d(x, c.weight * self.keep, c.bias, 1, c.padding, c.dilation)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.layers = nn.ModuleList()
        channels = 3
        for n, d in enumerate(dilations):
            self.layers.append(Past(channels, hidden_channels, d, own=n > 0))
            channels = hidden_channels
        self.heads = nn.ModuleList()
        for c in range(3):
            self.heads.append(nn.Sequential(
                nn.Conv2d(hidden_channels + c, hidden_channels, 1), nn.ELU(),
                nn.Conv2d(hidden_channels, num_values, 1)))

    def forward(self, x):
        h = x
        for n, layer in enumerate(self.layers):
            new = F.elu(layer(h))
            h = new if n == 0 else h + new
        outs = [head(torch.cat([h, x[:, :c]], dim=1)) for c, head in enumerate(self.heads)]
        return torch.stack(outs, dim=2)
