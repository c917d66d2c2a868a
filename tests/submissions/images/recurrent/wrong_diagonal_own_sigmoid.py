# expect: diagonal_lstm_gradient
# says: not finite
# kind: wrong
"""diagonal_lstm computes the sigmoid as 1 / (1 + exp(-x)): the gradient is NaN at strongly negative gates."""

import torch
import torch.nn.functional as F


def _gates(gates, c_prev):
    o, f, i, g = gates.chunk(4, dim=1)
    c = torch.sigmoid(f) * c_prev + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def skew(x):
    batch, channels, height, width = x.shape
    y = x.new_zeros(batch, channels, height, width + height - 1)
    for i in range(height):
        y[:, :, i, i : i + width] = x[:, :, i]
    return y


def unskew(y):
    height = y.shape[2]
    width = y.shape[3] - height + 1
    return torch.stack([y[:, :, i, i : i + width] for i in range(height)], dim=2)


def row_lstm(inputs, weight):
    k = weight.shape[2]
    if k % 2 == 0:
        raise ValueError("even kernel")
    batch, _, height, width = inputs.shape
    n = weight.shape[1]
    h = inputs.new_zeros(batch, n, width)
    c = inputs.new_zeros(batch, n, width)
    rows = []
    for i in range(height):
        h, c = _gates(inputs[:, :, i] + F.conv1d(h, weight, padding=k // 2), c)
        rows.append(h)
    return torch.stack(rows, dim=2)


def _diagonal(inputs, weight):
    batch, _, height, width = inputs.shape
    n = weight.shape[1]
    zero = inputs.new_zeros(batch, n)
    above = [zero] * width
    rows = []
    for i in range(height):
        left, c = zero, zero
        row = []
        for j in range(width):
            gates = inputs[:, :, i, j] + above[j] @ weight[:, :, 0].T + left @ weight[:, :, 1].T
            left, c = _gates(gates, c)
            row.append(left)
        above = row
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def diagonal_lstm(inputs, weight):
    batch, _, height, width = inputs.shape
    n = weight.shape[1]
    zero = inputs.new_zeros(batch, n)
    above = [zero] * width
    rows = []
    for i in range(height):
        left, c = zero, zero
        row = []
        for j in range(width):
            gates = inputs[:, :, i, j] + above[j] @ weight[:, :, 0].T + left @ weight[:, :, 1].T
            o, f, a, g = gates.chunk(4, dim=1)
            o, f, a = (1 / (1 + torch.exp(-v)) for v in (o, f, a))
            c = f * c + a * torch.tanh(g)
            left = o * torch.tanh(c)
            row.append(left)
        above = row
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def diagonal_bilstm(inputs, weight):
    first = _diagonal(inputs[0], weight[0])
    second = _diagonal(inputs[1].flip(3), weight[1]).flip(3)
    moved = torch.cat([torch.zeros_like(second[:, :, :1]), second[:, :, :-1]], dim=2)
    return first + moved
