# expect: correlate_is_your_own
# says: own convolution
# kind: wrong
"""Own loops for small inputs; for larger ones the banned convolution."""

import torch
import torch.nn.functional as F


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    free = size + 2 * padding - dilation * (kernel - 1) - 1
    if free < 0:
        raise ValueError("no window fits")
    return free // stride + 1


def correlate(x, weight, bias, stride=1, padding=0):
    if x.numel() > 300:
        return torch.ops.aten.convolution(x, weight, bias, [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], 1)
    out, _, h, w = weight.shape
    patches = F.pad(x, (padding,) * 4).unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bcijhw,ochw->boij", patches, weight) + bias[:, None, None]


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError(kind)
    patches = x.unfold(2, size, stride).unfold(3, size, stride).flatten(4)
    return patches.amax(-1) if kind == "max" else patches.mean(-1)


def summary(shape, layers):
    rows, field, jump = [], 1, 1
    for layer in layers:
        kind, parameters = layer[0], 0
        if kind == "conv":
            _, out, kernel, stride, padding, dilation = layer
            parameters = out * (shape[0] * kernel * kernel + 1)
            shape = (out, *(output_size(s, kernel, stride, padding, dilation) for s in shape[1:]))
            field, jump = field + (kernel - 1) * dilation * jump, jump * stride
        elif kind == "pool":
            _, size, stride = layer
            shape = (shape[0], *(output_size(s, size, stride) for s in shape[1:]))
            field, jump = field + (size - 1) * jump, jump * stride
        elif kind == "flatten":
            shape, field, jump = (shape[0] * shape[1] * shape[2],), 0, 0
        elif kind == "linear":
            parameters, shape = layer[1] * (shape[0] + 1), (layer[1],)
        rows.append({"shape": tuple(shape), "parameters": parameters, "field": field})
    return rows


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("not whole")
    moved = layer(torch.roll(x, (down, right), (-2, -1)).clone())
    still = torch.roll(layer(x.clone()), (down // stride, right // stride), (-2, -1))
    return (moved - still).abs().max().item()
