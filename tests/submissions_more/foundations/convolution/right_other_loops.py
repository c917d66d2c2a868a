"""Loops over every output."""

import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    count, start = 0, -padding
    while start + dilation * (kernel - 1) < size + padding:
        count += 1
        start += stride
    if count == 0:
        raise ValueError("the window does not fit")
    return count


def correlate(x, weight, bias, stride=1, padding=0):
    B, C, H, W = x.shape
    O, _, h, w = weight.shape
    padded = torch.zeros(B, C, H + 2 * padding, W + 2 * padding, dtype=x.dtype)
    padded[:, :, padding:padding + H, padding:padding + W] = x
    rows, columns = output_size(H, h, stride, padding), output_size(W, w, stride, padding)
    out = torch.zeros(B, O, rows, columns, dtype=weight.dtype)
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride:i * stride + h, j * stride:j * stride + w]
            for o in range(O):
                out[:, o, i, j] = (patch * weight[o]).sum(dim=(1, 2, 3)) + bias[o]
    return out


def pool(x, size, stride, kind):
    if kind not in {"max", "average"}:
        raise ValueError("kind is max or average")
    B, C, H, W = x.shape
    rows, columns = output_size(H, size, stride), output_size(W, size, stride)
    out = torch.empty(B, C, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            patch = x[:, :, i * stride:i * stride + size, j * stride:j * stride + size].reshape(B, C, -1)
            out[:, :, i, j] = patch.max(dim=2).values if kind == "max" else patch.sum(dim=2) / size ** 2
    return out


def summary(shape, layers):
    # The field, from the back: which inputs does one output see?
    def field(upto):
        side = 1
        for layer in reversed(layers[:upto]):
            if layer[0] == "conv":
                side = (side - 1) * layer[3] + layer[5] * (layer[2] - 1) + 1
            elif layer[0] == "pool":
                side = (side - 1) * layer[2] + layer[1]
            elif layer[0] == "flatten":
                return 0
        return side

    result = []
    for i, layer in enumerate(layers):
        n = 0
        if layer[0] == "conv":
            c, h, w = shape
            n = layer[1] * c * layer[2] ** 2 + layer[1]
            shape = layer[1], output_size(h, *layer[2:]), output_size(w, *layer[2:])
        if layer[0] == "pool":
            c, h, w = shape
            shape = c, output_size(h, *layer[1:]), output_size(w, *layer[1:])
        if layer[0] == "flatten":
            c, h, w = shape
            shape = c * h * w,
        if layer[0] == "linear":
            n = shape[0] * layer[1] + layer[1]
            shape = layer[1],
        result.append(dict(shape=tuple(shape), parameters=n, field=field(i + 1)))
    return result


def equivariance_gap(layer, x, down, right, stride=1):
    for move in (down, right):
        if move / stride != int(move / stride):
            raise ValueError("moves must be whole after the stride")

    def move(t, dy, dx):
        H, W = t.shape[-2:]
        out = torch.empty_like(t)
        for i in range(H):
            for j in range(W):
                out[..., (i + dy) % H, (j + dx) % W] = t[..., i, j]
        return out

    a = layer(move(x, down, right))
    b = move(layer(x.clone()).detach(), down // stride, right // stride)
    return (a.detach() - b).abs().max().item()
