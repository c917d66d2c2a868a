"""torch's own parametrisation."""

import torch
import torch.nn.functional as F
from torch import nn


def coarsen(x256, num_values):
    if num_values <= 1 or 256 / num_values != round(256 / num_values):
        raise ValueError("bins must be equal, and two or more")
    borders = torch.arange(1, num_values) * (256 // num_values)
    return torch.bucketize(x256, borders, right=True)


def nll_by_channel(logits, x):
    log_p = torch.log_softmax(logits, dim=1)
    own = torch.gather(log_p, 1, x.unsqueeze(1)).squeeze(1)
    return -own.sum(dim=(2, 3))


def coarse_nll(logits, x256):
    V = logits.shape[1]
    spread = torch.repeat_interleave(logits, 256 // V, dim=1) if 256 % V == 0 and V > 1 else None
    if spread is None:
        raise ValueError(f"{V} bins are not equal")
    return F.cross_entropy(spread, x256, reduction="none").flatten(1).sum(1)


class ColourPixelCNN(nn.Module):
    """Parametrised weights, layer norm over channels of one colour, colours as groups."""

    class Mask(nn.Module):
        def __init__(self, mask):
            super().__init__()
            self.register_buffer("mask", mask)

        def forward(self, weight):
            return weight * self.mask

    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.num_values = num_values
        widths = [3] + [hidden_channels] * len(dilations)
        convs = [self.masked(i, o, 3, d) for i, o, d in zip(widths, widths[1:], dilations)]
        self.first, self.others = convs[0], nn.ModuleList(convs[1:])
        self.last = self.masked(hidden_channels, 3 * num_values, 1, 1)

    def masked(self, inputs, outputs, k, d):
        conv = nn.Conv2d(inputs, outputs, k, padding=k // 2 * d, dilation=d)
        mask = torch.ones(3, outputs // 3, 3, inputs // 3, k, k)
        mask[..., k // 2, k // 2 + 1 :] = 0
        mask[..., k // 2 + 1 :, :] = 0
        colours = torch.ones(3, 3).tril(-1 if inputs == 3 else 0).view(3, 1, 3, 1)
        mask[..., k // 2, k // 2] *= colours
        nn.utils.parametrize.register_parametrization(
            conv, "weight", self.Mask(mask.view(outputs, inputs, k, k))
        )
        return conv

    def forward(self, x):
        h = self.first(x.mul(2).sub(1))
        for conv in self.others:
            B, C, H, W = h.shape
            groups = h.view(B, 3, C // 3, H, W)
            calm = groups - groups.mean(2, keepdim=True)
            h = h + conv(F.relu(calm.view(B, C, H, W) + h))
        out = self.last(F.leaky_relu(h))
        return torch.stack(out.chunk(3, dim=1), dim=2)
