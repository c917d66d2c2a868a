"""Recursion with a memory that lives for one call."""

from functools import cache

import torch


def _cell(gates, c_prev):
    o, f, i, g = gates.unflatten(1, (4, -1)).unbind(1)
    c = f.sigmoid().mul(c_prev).add(i.sigmoid().mul(g.tanh()))
    return o.sigmoid().mul(c.tanh()), c


def skew(x):
    if x.shape[2] == 1:
        return x.clone()
    zeros = torch.zeros_like(x[:, :, :1, :1])
    first = torch.cat([x[:, :, :1]] + [zeros] * (x.shape[2] - 1), dim=3)
    rest = skew(x[:, :, 1:])
    rest = torch.cat([zeros.expand(-1, -1, rest.shape[2], -1), rest], dim=3)
    return torch.cat([first, rest], dim=2)


def unskew(y):
    height = y.shape[2]
    if height == 1:
        return y.clone()
    first = y[:, :, :1, : y.shape[3] - height + 1]
    return torch.cat([first, unskew(y[:, :, 1:, 1:])], dim=2)


def row_lstm(inputs, weight):
    k = weight.shape[2]
    if k % 2 == 0:
        raise ValueError("even")
    zero = torch.zeros_like(inputs[:, : weight.shape[1], 0])

    @cache
    def row(i):
        if i < 0:
            return zero, zero
        h, c = row(i - 1)
        return _cell(inputs[:, :, i] + torch.conv1d(h, weight, padding=k // 2), c)

    return torch.stack([row(i)[0] for i in range(inputs.shape[2])], 2)


def _pixels(inputs, weight, side):
    height, width = inputs.shape[2:]
    zero = torch.zeros_like(inputs[:, : weight.shape[1], 0, 0])

    @cache
    def pixel(i, j):
        if i < 0 or j < 0 or j >= width:
            return zero, zero
        up, (h, c) = pixel(i - 1, j)[0], pixel(i, j + side)
        gates = inputs[:, :, i, j] + up.matmul(weight[:, :, 0].t()) + h.matmul(weight[:, :, 1].t())
        return _cell(gates, c)

    return lambda i, j: pixel(i, j)[0]


def _picture(get, shape):
    return torch.stack([torch.stack([get(i, j) for j in range(shape[1])], -1) for i in range(shape[0])], -2)


def diagonal_lstm(inputs, weight):
    return _picture(_pixels(inputs, weight, -1), inputs.shape[2:])


def diagonal_bilstm(inputs, weight):
    one, two = _pixels(inputs[0], weight[0], -1), _pixels(inputs[1], weight[1], 1)
    return _picture(lambda i, j: one(i, j) + two(i - 1, j), inputs.shape[3:])
