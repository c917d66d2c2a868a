"""A loop over all windows, and fields walked from tap to tap."""

import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    count, start = 0, -padding
    while start + dilation * (kernel - 1) < size + padding:
        count += 1
        start += stride
    if count == 0:
        raise ValueError("no window fits")
    return count


def correlate(x, weight, bias, stride=1, padding=0):
    B, C, H, W = x.shape
    O, _, h, w = weight.shape
    padded = torch.zeros(B, C, H + 2 * padding, W + 2 * padding, dtype=x.dtype)
    padded[:, :, padding : padding + H, padding : padding + W] = x
    rows, columns = output_size(H, h, stride, padding), output_size(W, w, stride, padding)
    out = torch.zeros(B, O, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * stride : i * stride + h, j * stride : j * stride + w]
            for o in range(O):
                out[:, o, i, j] = (window * weight[o]).sum(dim=(1, 2, 3)) + bias[o]
    return out


def pool(x, size, stride, kind):
    reduce = {"max": lambda v: v.flatten(2).max(2).values, "average": lambda v: v.flatten(2).mean(2)}
    if kind not in reduce:
        raise ValueError(kind)
    rows, columns = output_size(x.shape[2], size, stride), output_size(x.shape[3], size, stride)
    out = torch.empty(*x.shape[:2], rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            a, b = i * stride, j * stride
            out[:, :, i, j] = reduce[kind](x[:, :, a : a + size, b : b + size])
    return out


def summary(shape, layers):
    rows, seen = [], {0}
    shape, apart, flat = tuple(shape), 1, False
    for layer in layers:
        row = {"parameters": 0}
        if layer[0] == "conv":
            _, out, k, s, p, d = layer
            row["parameters"] = out * shape[0] * k * k + out
            shape = (out, output_size(shape[1], k, s, p, d), output_size(shape[2], k, s, p, d))
            seen = {at + tap * d * apart for at in seen for tap in range(k)}
            apart *= s
        if layer[0] == "pool":
            _, k, s = layer
            shape = (shape[0], output_size(shape[1], k, s), output_size(shape[2], k, s))
            seen = {at + tap * apart for at in seen for tap in range(k)}
            apart *= s
        if layer[0] == "flatten":
            shape, flat = (shape[0] * shape[1] * shape[2],), True
        if layer[0] == "linear":
            row["parameters"] = shape[0] * layer[1] + layer[1]
            shape = (layer[1],)
        row["shape"] = shape
        row["field"] = 0 if flat else max(seen) - min(seen) + 1
        rows.append(row)
    return rows


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride != 0 or right % stride != 0:
        raise ValueError("not whole")

    def move(images, rows, columns):
        H, W = images.shape[2:]
        return images[:, :, (torch.arange(H) - rows) % H][:, :, :, (torch.arange(W) - columns) % W]

    gap = layer(move(x, down, right)) - move(layer(x), down // stride, right // stride)
    return float(gap.abs().max())
