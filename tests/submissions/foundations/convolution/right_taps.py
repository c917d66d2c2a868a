"""A sum over taps: each shifts the whole image."""

import math

import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    starts = range(-padding, size + padding - dilation * (kernel - 1), stride)
    if not starts:
        raise ValueError("the window is larger than the padded input")
    return len(starts)


def correlate(x, weight, bias, stride=1, padding=0):
    rows = output_size(x.shape[2], weight.shape[2], stride, padding)
    columns = output_size(x.shape[3], weight.shape[3], stride, padding)
    x = torch.nn.functional.pad(x, [padding] * 4)
    out = bias.view(1, -1, 1, 1).expand(len(x), -1, rows, columns).clone()
    for p in range(weight.shape[2]):
        for q in range(weight.shape[3]):
            part = x[:, :, p : p + (rows - 1) * stride + 1 : stride, q : q + (columns - 1) * stride + 1 : stride]
            out += torch.einsum("bcij,oc->boij", part, weight[:, :, p, q])
    return out


def pool(x, size, stride, kind):
    if kind != "max" and kind != "average":
        raise ValueError('"max" or "average"')
    rows = output_size(x.shape[2], size, stride)
    columns = output_size(x.shape[3], size, stride)
    parts = []
    for p in range(size):
        for q in range(size):
            parts.append(x[:, :, p::stride, q::stride][:, :, :rows, :columns])
    out = parts[0]
    for part in parts[1:]:
        out = torch.maximum(out, part) if kind == "max" else out + part
    return out.clone() if kind == "max" else out / size**2


def summary(shape, layers):
    def after(shape, layer):
        kind, *n = layer
        if kind == "conv":
            return (n[0], *(output_size(side, *n[1:]) for side in shape[1:])), n[0] * (shape[0] * n[1] ** 2 + 1)
        if kind == "pool":
            return (shape[0], *(output_size(side, *n) for side in shape[1:])), 0
        if kind == "flatten":
            return (math.prod(shape),), 0
        if kind == "linear":
            return (n[0],), n[0] * (shape[0] + 1)
        return tuple(shape), 0

    def field(below):
        side = 1
        for kind, *n in reversed(below):
            if kind == "flatten":
                return 0
            if kind == "conv":
                side = (side - 1) * n[2] + n[4] * (n[1] - 1) + 1
            if kind == "pool":
                side = (side - 1) * n[1] + n[0]
        return side

    rows = []
    for place, layer in enumerate(layers):
        shape, parameters = after(shape, layer)
        rows.append({"shape": shape, "parameters": parameters, "field": field(layers[: place + 1])})
    return rows


def equivariance_gap(layer, x, down, right, stride=1):
    (a, rest), (b, other) = divmod(down, stride), divmod(right, stride)
    if rest or other:
        raise ValueError("whole steps only")
    here, there = layer(x), layer(x.roll(down, 2).roll(right, 3))
    return torch.dist(there.flatten(), here.roll(a, 2).roll(b, 3).flatten(), float("inf")).item()
