"""Every layer sees the image and all layers before it; generators and sums; in place only on own copies."""

from math import log

import torch
from torch import nn
from torch.nn import functional as F


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values != 0:
        raise ValueError("num_values has to divide 256")
    step = 256 // num_values
    bins = torch.zeros_like(x256)
    for edge in range(step, 256, step):
        bins += x256 >= edge
    return bins


def nll_by_channel(logits, x):
    B, V, C, H, W = logits.shape
    flat = logits.clone().movedim(1, -1).reshape(B * C * H * W, V)
    losses = nn.CrossEntropyLoss(reduction="none")(flat, x.reshape(-1))
    return losses.unflatten(0, (B, C, -1)).sum(2)


def coarse_nll(logits, x256):
    V = logits.shape[1]
    x = coarsen(x256, num_values=V)
    nll = nll_by_channel(logits=logits, x=x)
    total = sum(nll[:, c] for c in range(3)).clone()
    total += x256[0].numel() * log(256 / V)
    return total


def _mask(out_blocks, in_blocks, k, own):
    """out_blocks, in_blocks: the colour of every map."""
    mask = torch.zeros(len(out_blocks), len(in_blocks), k * k)
    mask[:, :, : k * k // 2] = 1
    for o, oc in enumerate(out_blocks):
        mask[o, :, k * k // 2] = torch.tensor([float(ic < oc or (own_i and ic == oc)) for ic, own_i in zip(in_blocks, own)])
    return mask.view(len(out_blocks), len(in_blocks), k, k)


class _Conv(nn.Conv2d):
    def __init__(self, n_out, blocks, own, k, dilation):
        super().__init__(len(blocks), n_out, k, dilation=dilation, padding=k // 2 * dilation)
        out = [c for c in range(3) for _ in range(n_out // 3)]
        self.register_buffer("mask", _mask(out, blocks, k, own))

    def forward(self, x):
        return F.conv2d(x, self.mask * self.weight, self.bias, 1, self.padding, self.dilation)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.V = num_values
        blocks = [0, 1, 2]
        own = [False] * 3
        self.convs = nn.ModuleList()
        for d in dilations:
            self.convs.append(_Conv(hidden_channels, list(blocks), list(own), 3, d))
            blocks += [c for c in range(3) for _ in range(hidden_channels // 3)]
            own += [True] * hidden_channels
        self.readout = _Conv(3 * num_values, blocks, own, 1, 1)

    def forward(self, x):
        seen = [x - 0.5]
        for conv in self.convs:
            seen.append(F.softplus(conv(torch.cat(seen, dim=1))) - 0.7)
        out = self.readout(torch.cat(seen, dim=1))
        out = out.reshape(x.shape[0], 3, self.V, *x.shape[2:])
        return out.permute(0, 2, 1, 3, 4).contiguous()
