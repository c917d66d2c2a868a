"""Strided views, batched matrix products, a small class for the summary."""

import torch
from torch import nn


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    out = (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
    if out < 1:
        raise ValueError("empty output")
    return out


def _view(x, h, w, stride):
    x = x.contiguous()
    b, c, H, W = x.shape
    sb, sc, sh, sw = x.stride()
    shape = (b, c, output_size(H, h, stride), output_size(W, w, stride), h, w)
    return x.as_strided(shape, (sb, sc, sh * stride, sw * stride, sh, sw))


def correlate(x, weight, bias, stride=1, padding=0):
    padded = nn.functional.pad(x, [padding] * 4, mode="constant", value=0.0)
    v = _view(padded, *weight.shape[-2:], stride)
    b, c, i, j, h, w = v.shape
    rows = v.permute(0, 2, 3, 1, 4, 5).reshape(b, i * j, c * h * w)
    out = nn.functional.linear(rows, weight.reshape(len(weight), -1), bias)
    return out.transpose(1, 2).reshape(b, len(weight), i, j)


def pool(x, size, stride, kind):
    v = _view(x, size, size, stride).flatten(-2) if kind in ("max", "average") else None
    if v is None:
        raise ValueError("max or average")
    return torch.sort(v, dim=-1).values[..., -1] if kind == "max" else v.mean(dim=-1)


class _Tracker:
    def __init__(self, shape):
        self.shape, self.field, self.jump = tuple(shape), 1, 1

    def slide(self, channels, k, s, p, d):
        self.shape = (channels,) + tuple(output_size(v, k, s, p, d) for v in self.shape[1:])
        self.field, self.jump = self.field + (k - 1) * d * self.jump, self.jump * s

    def __call__(self, layer):
        kind, args, before = layer[0], layer[1:], self.shape
        parameters = 0
        if kind == "conv":
            self.slide(*args)
            parameters = args[0] * (before[0] * args[1] ** 2 + 1)
        elif kind == "pool":
            self.slide(before[0], *args, 0, 1)
        elif kind == "flatten":
            self.shape, self.field = (before[0] * before[1] * before[2],), 0
        elif kind == "linear":
            self.shape, parameters = (args[0],), args[0] * (before[0] + 1)
        return {"shape": self.shape, "parameters": parameters, "field": self.field}


def summary(shape, layers):
    return list(map(_Tracker(shape), layers))


@torch.no_grad()
def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("not whole")
    roll = lambda t, a, b: torch.roll(t, (a, b), (t.dim() - 2, t.dim() - 1))
    return (layer(roll(x, down, right)) - roll(layer(x.clone()), down // stride, right // stride)).abs().amax().tolist()
