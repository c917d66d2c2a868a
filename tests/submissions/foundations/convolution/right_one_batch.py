"""Both images go through the layer in one batch; windows by boolean masks; a closed form for fields."""

import math

import torch
import torch.nn.functional as F


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    last = size + 2 * padding - dilation * (kernel - 1)
    if last <= 0:
        raise ValueError("no window fits")
    return len(range(last)[::stride])


def correlate(x, weight, bias, stride=1, padding=0):
    o, c, h, w = weight.shape
    x = F.pad(x, (padding, padding, padding, padding))
    windows = x.unfold(2, h, stride).unfold(3, w, stride)
    b, _, rows, columns = windows.shape[:4]
    flat = windows.permute(0, 2, 3, 1, 4, 5).reshape(b * rows * columns, c * h * w)
    return torch.addmm(bias, flat, weight.reshape(o, -1).T).view(b, rows, columns, o).movedim(3, 1)


def pool(x, size, stride, kind):
    windows = x.unfold(3, size, stride).unfold(2, size, stride).flatten(4)
    if kind == "average":
        return windows.mean(dim=4)
    if kind == "max":
        return windows.topk(1, dim=4).values[..., 0]
    raise ValueError(f"no such kind: {kind}")


def summary(shape, layers):
    rows, shape, strides, reaches = [], list(shape), [], []
    for kind, *rest in layers:
        parameters = 0
        if kind == "conv":
            out, k, s, p, d = rest
            parameters = out * (k * k * shape[0] + 1)
            shape = [out] + [output_size(side, k, s, p, d) for side in shape[1:]]
            reaches.append((k - 1) * d)
            strides.append(s)
        elif kind == "pool":
            k, s = rest
            shape = [shape[0]] + [output_size(side, k, s) for side in shape[1:]]
            reaches.append(k - 1)
            strides.append(s)
        elif kind == "flatten":
            shape = [math.prod(shape)]
        elif kind == "linear":
            parameters = rest[0] * (shape[0] + 1)
            shape = [rest[0]]
        field = 1 + sum(r * math.prod(strides[:n]) for n, r in enumerate(reaches))
        rows.append({"shape": tuple(shape), "parameters": parameters, "field": field if len(shape) == 3 else 0})
    return rows


def equivariance_gap(layer, x, down, right, stride=1):
    steps = down / stride, right / stride
    if not all(step.is_integer() for step in steps):
        raise ValueError("moves are whole steps")
    both = layer(torch.cat([x, x.roll((down, right), (2, 3))])).detach()
    still, moved = both.chunk(2)
    return (moved - still.roll(tuple(int(step) for step in steps), (2, 3))).abs().max().item()
