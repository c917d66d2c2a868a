"""One image at a time under torch.vmap, states (n, W), the two directions as well."""

import torch
import torch.nn.functional as F


def skew(x):
    h, w = x.shape[2:]
    i, j = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
    out = x.new_zeros(*x.shape[:2], h, w + h - 1)
    out[:, :, i, i + j] = x
    return out


def unskew(y):
    h = y.shape[2]
    w = y.shape[3] - h + 1
    i, j = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
    return y[:, :, i, i + j]


def _cell(z, c):
    o, f, i, g = z.chunk(4, 0)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def row_lstm(inputs, weight):
    n, k = weight.shape[1:]
    if k % 2 == 0:
        raise ValueError("even")

    def one(image):
        h = c = torch.zeros(n, image.shape[2], dtype=image.dtype)
        rows = []
        for i in range(image.shape[1]):
            h, c = _cell(image[:, i] + F.conv1d(h[None], weight, padding=k // 2)[0], c)
            rows.append(h)
        return torch.stack(rows, 1)

    return torch.vmap(one)(inputs)


def _one_diagonal(image, weight):
    n = weight.shape[1]
    zero = torch.zeros(n, dtype=image.dtype)
    above = [zero for _ in range(image.shape[2])]
    rows = []
    for i in range(image.shape[1]):
        h = c = zero
        for j in range(image.shape[2]):
            h, c = _cell(image[:, i, j] + torch.mv(weight[:, :, 0], above[j]) + torch.mv(weight[:, :, 1], h), c)
            above[j] = h
        rows.append(torch.stack(above, -1))
    return torch.stack(rows, 1)


def diagonal_lstm(inputs, weight):
    return torch.vmap(_one_diagonal, in_dims=(0, None))(inputs, weight)


def diagonal_bilstm(inputs, weight):
    both = torch.stack([inputs[0], inputs[1].flip(-1)])
    results = torch.vmap(diagonal_lstm)(both, weight)
    back = results[1].flip(-1)
    return results[0] + torch.cat([torch.zeros_like(back[..., :1, :]), back[..., :-1, :]], -2)
