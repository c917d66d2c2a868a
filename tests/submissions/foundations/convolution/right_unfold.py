"""im2col: PyTorch's unfold and a matrix product."""

import torch
import torch.nn.functional as F


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    span = dilation * (kernel - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError(f"{span} > {size + 2 * padding}")
    return 1 + room // stride


def correlate(x, weight, bias, stride=1, padding=0):
    o, _, h, w = weight.shape
    columns = F.unfold(x, (h, w), stride=stride, padding=padding)
    out = weight.reshape(o, -1) @ columns + bias[:, None]
    side = [output_size(n, k, stride, padding) for n, k in zip(x.shape[2:], (h, w))]
    return out.view(len(x), o, *side)


def pool(x, size, stride, kind):
    b, c, h, w = x.shape
    side = [output_size(n, size, stride) for n in (h, w)]
    columns = F.unfold(x.reshape(b * c, 1, h, w), size, stride=stride).view(b, c, size * size, *side)
    if kind == "max":
        return columns.max(dim=2)[0]
    if kind == "average":
        return columns.mean(dim=2)
    raise ValueError(f"unknown kind {kind}")


def summary(shape, layers):
    rows, field, jump = [], 1, 1
    for name, *args in layers:
        parameters = 0
        match name:
            case "conv":
                out, k, s, p, d = args
                parameters = (shape[0] * k * k + 1) * out
                shape = (out, output_size(shape[1], k, s, p, d), output_size(shape[2], k, s, p, d))
                field += (k - 1) * d * jump
                jump *= s
            case "pool":
                k, s = args
                shape = (shape[0], output_size(shape[1], k, s), output_size(shape[2], k, s))
                field += (k - 1) * jump
                jump *= s
            case "flatten":
                shape = (shape[0] * shape[1] * shape[2],)
                field = jump = 0
            case "linear":
                parameters = (shape[0] + 1) * args[0]
                shape = (args[0],)
        rows.append(dict(shape=tuple(shape), parameters=parameters, field=field))
    return rows


def equivariance_gap(layer, x, down, right, stride=1):
    steps = (down / stride, right / stride)
    if any(step != int(step) for step in steps):
        raise ValueError(f"{steps} are not whole")
    moved = layer(torch.roll(x, (down, right), dims=(-2, -1)))
    return (moved - torch.roll(layer(x), tuple(map(int, steps)), dims=(-2, -1))).abs().max().item()
