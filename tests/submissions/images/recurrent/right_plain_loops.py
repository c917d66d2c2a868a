"""Loops over rows and pixels."""

import torch
import torch.nn.functional as F


def skew(x):
    B, C, H, W = x.shape
    y = torch.zeros(B, C, H, W + H - 1, dtype=x.dtype)
    for i in range(H):
        y[:, :, i, i : i + W] = x[:, :, i]
    return y


def unskew(y):
    B, C, H, D = y.shape
    W = D - H + 1
    x = torch.zeros(B, C, H, W, dtype=y.dtype)
    for i in range(H):
        x[:, :, i] = y[:, :, i, i : i + W]
    return x


def row_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    n, k = weight.shape[1:]
    if k % 2 == 0:
        raise ValueError("k must be odd")
    h = torch.zeros(B, n, W, dtype=inputs.dtype)
    c = torch.zeros_like(h)
    out = []
    for r in range(H):
        gates = inputs[:, :, r] + F.conv1d(h, weight, padding=k // 2)
        o, f, i, g = torch.split(gates, n, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        out.append(h)
    return torch.stack(out, dim=2)


def diagonal_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    n = weight.shape[1]
    zero = torch.zeros(B, n, dtype=inputs.dtype)
    h, c = {}, {}
    for i in range(H):
        for j in range(W):
            up, left = h.get((i - 1, j), zero), h.get((i, j - 1), zero)
            gates = inputs[:, :, i, j] + up @ weight[:, :, 0].T + left @ weight[:, :, 1].T
            o, f, g_in, g = torch.chunk(gates, 4, dim=1)
            before = c.get((i, j - 1), zero)
            c[i, j] = torch.sigmoid(f) * before + torch.sigmoid(g_in) * torch.tanh(g)
            h[i, j] = torch.sigmoid(o) * torch.tanh(c[i, j])
    rows = [torch.stack([h[i, j] for j in range(W)], -1) for i in range(H)]
    return torch.stack(rows, 2)


def diagonal_bilstm(inputs, weight):
    first = diagonal_lstm(inputs[0], weight[0])
    mirrored = torch.flip(inputs[1], dims=[3])
    second = torch.flip(diagonal_lstm(mirrored, weight[1]), dims=[3])
    down = torch.zeros_like(second)
    down[:, :, 1:] = second[:, :, :-1]
    return first + down
