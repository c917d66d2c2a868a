"""torch's parametrizations keep the weights masked; an own autograd.Function for the NLL; vmap over images."""

import torch
from torch import nn
import torch.nn.functional as F
from torch.nn.utils import parametrize


class _Nll(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, x):
        log_p = F.log_softmax(logits, dim=1)
        ctx.save_for_backward(log_p, x)
        return -log_p.gather(1, x.unsqueeze(1)).squeeze(1)

    @staticmethod
    def backward(ctx, grad):
        log_p, x = ctx.saved_tensors
        d = log_p.exp()
        d = d.scatter_add(1, x.unsqueeze(1), -torch.ones_like(d[:, :1]))
        return d * grad.unsqueeze(1), None


def _width(num_values):
    if num_values < 2:
        raise ValueError("too few values")
    width, rest = divmod(256, num_values)
    if rest:
        raise ValueError("does not divide 256")
    return width


def coarsen(x256, num_values):
    width = _width(num_values)
    return (x256 - x256 % width) // width


def nll_by_channel(logits, x):
    return _Nll.apply(logits, x).sum(3).sum(2)


def coarse_nll(logits, x256):
    width = _width(logits.shape[1])
    # Spread every bin's probability over its values: the NLL over 256 values, bin by bin.
    log_width = logits.new_tensor(float(width)).log()
    per_pixel = _Nll.apply(logits, coarsen(x256, logits.shape[1])) + log_width
    return per_pixel.reshape(len(per_pixel), -1).sum(1)


class Mask(nn.Module):
    def __init__(self, mask):
        super().__init__()
        self.register_buffer("mask", mask)

    def forward(self, weight):
        return weight * self.mask


def masked(n_in, n_out, k, dilation, strict):
    conv = nn.Conv2d(n_in, n_out, k, padding=k // 2 * dilation, dilation=dilation)
    # An order of all (row, column, colour); an entry is seen if it comes before the output's.
    mid = k // 2
    mask = torch.zeros(n_out, n_in, k, k)
    for o in range(n_out):
        for i in range(n_in):
            for a in range(k):
                for b in range(k):
                    there = (a, b, i * 3 // n_in)
                    here = (mid, mid, o * 3 // n_out)
                    mask[o, i, a, b] = there < here or (there == here and not strict)
    parametrize.register_parametrization(conv, "weight", Mask(mask))
    return conv


class Residual(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return x + self.body(x)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        n = hidden_channels
        first, *others = dilations
        blocks = [masked(3, n, 3, first, True), nn.GELU()]
        for d in others:
            blocks.append(Residual(nn.Sequential(masked(n, n, 3, d, False), nn.GELU(), masked(n, n, 1, 1, False))))
        blocks += [nn.GELU(), masked(n, 3 * num_values, 1, 1, False), nn.Unflatten(1, (3, num_values))]
        self.net = nn.Sequential(*blocks)

    def forward(self, x):
        return torch.swapaxes(self.net(x), 1, 2)
