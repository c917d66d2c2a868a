"""Tensor.unfold and einsum."""

import torch
import torch.nn.functional as F


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    free = size + 2 * padding - (dilation * (kernel - 1) + 1)
    if free < 0:
        raise ValueError(f"a kernel of {kernel} does not fit")
    return free // stride + 1


def _windows(x, h, w, stride):
    return x.unfold(-2, h, stride).unfold(-2, w, stride)


def correlate(x, weight, bias, stride=1, padding=0):
    x = F.pad(x, (padding, padding, padding, padding))
    windows = _windows(x, *weight.shape[2:], stride)
    return torch.einsum("bcyxhw,ochw->boyx", windows, weight) + bias.view(1, -1, 1, 1)


def pool(x, size, stride, kind):
    windows = _windows(x, size, size, stride)
    if kind == "max":
        return windows.amax(dim=(-2, -1))
    if kind == "average":
        return windows.mean(dim=(-2, -1))
    raise ValueError(f"unknown kind {kind!r}")


def summary(shape, layers):
    table, field, step = [], 1, 1
    for name, *args in layers:
        count = 0
        if name == "conv":
            out, k, s, p, d = args
            count = out * shape[0] * k * k + out
            shape = (out, output_size(shape[1], k, s, p, d), output_size(shape[2], k, s, p, d))
            field += (k - 1) * d * step
            step *= s
        elif name == "pool":
            k, s = args
            shape = (shape[0], output_size(shape[1], k, s), output_size(shape[2], k, s))
            field += (k - 1) * step
            step *= s
        elif name == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
            field = 0
        elif name == "linear":
            count = args[0] * shape[0] + args[0]
            shape = (args[0],)
        table.append({"shape": tuple(shape), "parameters": count, "field": field})
    return table


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride != 0 or right % stride != 0:
        raise ValueError("the move must be a multiple of the stride")
    with torch.no_grad():
        a = layer(torch.roll(x, shifts=(down, right), dims=(2, 3)))
        b = torch.roll(layer(x.clone()), shifts=(down // stride, right // stride), dims=(2, 3))
    return float((a - b).abs().max())
