"""Windows as a view, by as_strided."""

import torch
import torch.nn.functional as F


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    last = size + 2 * padding - 1 - dilation * (kernel - 1)
    if last < 0:
        raise ValueError("does not fit")
    return len(range(0, last + 1, stride))


def _windows(x, h, w, stride):
    x = x.contiguous()
    b, c, H, W = x.shape
    size = (b, c, output_size(H, h, stride), output_size(W, w, stride), h, w)
    return x.as_strided(size, (c * H * W, H * W, stride * W, stride, W, 1))


def correlate(x, weight, bias, stride=1, padding=0):
    windows = _windows(F.pad(x, (padding, padding, padding, padding)), *weight.shape[2:], stride)
    return torch.tensordot(windows, weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2) + bias.view(-1, 1, 1)


def pool(x, size, stride, kind):
    if kind not in {"max", "average"}:
        raise ValueError(f"{kind!r}")
    windows = _windows(x, size, size, stride).flatten(-2)
    return windows.max(-1).values if kind == "max" else windows.sum(-1) / size**2


def summary(shape, layers):
    rows = []
    c, *sides = shape
    field, jump, width = 1, 1, None
    for kind, *n in layers:
        if kind == "pool":
            kind, n = "window", [c, n[0], n[1], 0, 1, 0]
        elif kind == "conv":
            kind, n = "window", [*n, n[0] * (c * n[1] * n[1] + 1)]
        count = 0
        if kind == "window":
            c, k, s, p, d, count = n
            sides = [output_size(side, k, s, p, d) for side in sides]
            field, jump = field + d * (k - 1) * jump, s * jump
        elif kind == "flatten":
            width = c * sides[0] * sides[1]
        elif kind == "linear":
            width, count = n[0], n[0] + n[0] * width
        here = (c, *sides) if width is None else (width,)
        rows.append({"shape": here, "parameters": count, "field": field if width is None else 0})
    return rows


def equivariance_gap(layer, x, down, right, stride=1):
    if (down // stride) * stride != down or (right // stride) * stride != right:
        raise ValueError("not whole")
    with torch.no_grad():
        first = layer(x.clone())
        second = layer(torch.roll(x, shifts=(down, right), dims=(2, 3)))
    back = torch.roll(second, shifts=(-(down // stride), -(right // stride)), dims=(2, 3))
    return float((back - first).abs().amax())
