"""F.unfold (im2col) and matrix products."""

import math

import torch
import torch.nn.functional as F


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    span = 1 + (kernel - 1) * dilation
    n = math.floor((size + 2 * padding - span) / stride) + 1
    if n <= 0:
        raise ValueError
    return n


def correlate(x, weight, bias, stride=1, padding=0):
    kernel = weight.shape[2:]
    columns = F.unfold(x, kernel, padding=padding, stride=stride)
    out = weight.flatten(1) @ columns + bias[:, None]
    return out.unflatten(2, [output_size(n, k, stride, padding) for n, k in zip(x.shape[2:], kernel)])


def pool(x, size, stride, kind):
    reductions = {"max": lambda t: t.max(2)[0], "average": lambda t: t.mean(2)}
    if kind not in reductions:
        raise ValueError(kind)
    B, C, H, W = x.shape
    columns = F.unfold(x.reshape(B * C, 1, H, W), size, stride=stride)
    columns = columns.view(B, C, size * size, -1)
    return reductions[kind](columns).view(B, C, output_size(H, size, stride), output_size(W, size, stride))


def summary(shape, layers):
    state = {"shape": tuple(shape), "field": 1, "jump": 1}
    out = []

    def slide(channels, kernel, stride, padding=0, dilation=1):
        c, *sides = state["shape"]
        state["shape"] = (channels, *[output_size(s, kernel, stride, padding, dilation) for s in sides])
        state["field"] += (kernel - 1) * dilation * state["jump"]
        state["jump"] *= stride

    def conv(channels, kernel, *rest):
        parameters = (state["shape"][0] * kernel * kernel + 1) * channels
        slide(channels, kernel, *rest)
        return parameters

    def pool_(size, stride):
        slide(state["shape"][0], size, stride)
        return 0

    def flatten():
        state.update(shape=(math.prod(state["shape"]),), field=0)
        return 0

    def linear(n):
        parameters = (state["shape"][0] + 1) * n
        state["shape"] = (n,)
        return parameters

    actions = {"conv": conv, "pool": pool_, "relu": lambda: 0, "flatten": flatten, "linear": linear}
    for name, *arguments in layers:
        parameters = actions[name](*arguments)
        out.append({"shape": state["shape"], "parameters": parameters, "field": state["field"]})
    return out


def equivariance_gap(layer, x, down, right, stride=1):
    (a, ra), (b, rb) = divmod(down, stride), divmod(right, stride)
    if ra or rb:
        raise ValueError("not whole")
    moved_first = layer(x.roll(down, -2).roll(right, -1))
    moved_after = layer(x.clone()).roll(a, -2).roll(b, -1)
    return torch.max(torch.abs(moved_first - moved_after)).item()
