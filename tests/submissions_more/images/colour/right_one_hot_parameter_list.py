"""One-hot values in, weight norm by hand, mask by outer products, a ParameterList."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values not in (2, 4, 8, 16, 32, 64, 128, 256):
        raise ValueError("num_values has to divide 256")
    return x256 >> (8 - int(math.log2(num_values)))


def nll_by_channel(logits, x):
    log_p = torch.log_softmax(logits, dim=1)
    return -torch.take_along_dim(log_p, x[:, None], dim=1).sum(dim=(1, 3, 4))


def coarse_nll(logits, x256):
    V = logits.size(1)
    return nll_by_channel(logits, coarsen(x256, V)).sum(-1) + x256[0].numel() * (8 * math.log(2) - math.log(V))



class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        self.v, self.dilations = num_values, list(dilations)
        self.weights, self.biases = nn.ParameterList(), nn.ParameterList()
        widths = [3 * num_values] + [hidden_channels] * len(self.dilations) + [3 * num_values]
        for n, (i, o) in enumerate(zip(widths, widths[1:])):
            k = 3 if n < len(self.dilations) else 1
            w = torch.empty(o, i, k, k)
            nn.init.xavier_normal_(w)
            self.weights.append(nn.Parameter(w))
            self.biases.append(nn.Parameter(torch.zeros(o)))
        place = torch.tensor([[1, 1, 1], [1, 0, 0], [0, 0, 0]])
        self.register_buffer("before", place.float())
        self.register_buffer("strict", torch.tril(torch.ones(3, 3), -1))
        self.register_buffer("loose", torch.tril(torch.ones(3, 3)))

    def mask(self, n, w):
        o, i, k, _ = w.shape
        blocks = self.strict if n == 0 else self.loose
        own = blocks.repeat_interleave(o // 3, 0).repeat_interleave(i // 3, 1)[:, :, None, None]
        if k == 1:
            return own
        centre = torch.zeros_like(self.before)
        centre[1, 1] = 1
        return self.before + own * centre

    def forward(self, x):
        values = (x * (self.v - 1)).round().long()
        h = F.one_hot(values, self.v).to(x.dtype).permute(0, 1, 4, 2, 3).flatten(1, 2)
        for n, (w, b) in enumerate(zip(self.weights, self.biases)):
            d = self.dilations[n] if n < len(self.dilations) else 1
            out = F.conv2d(h if n == 0 else F.leaky_relu(h, 0.1), w * self.mask(n, w), b, padding=d * (w.shape[-1] // 2), dilation=d)
            h = out
        return torch.stack(h.chunk(3, 1), 2)
