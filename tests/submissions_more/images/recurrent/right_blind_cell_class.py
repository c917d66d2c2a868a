"""A cell object that keeps its own state for one run."""

import torch
from torch.nn import functional as F


class Cell:
    def __init__(self, like):
        self.h = torch.zeros_like(like)
        self.c = torch.zeros_like(like)

    def step(self, gates, c=None):
        c = self.c if c is None else c
        o, f, i, g = torch.tensor_split(gates, 4, dim=1)
        self.c = c * torch.sigmoid(f) + torch.tanh(g) * torch.sigmoid(i)
        self.h = torch.sigmoid(o) * torch.tanh(self.c)
        return self.h


def skew(x):
    height = x.shape[2]
    rows = [F.pad(x[:, :, i], (i, height - 1 - i)) for i in range(height)]
    return torch.stack(rows, dim=2)


def unskew(y):
    height = y.size(2)
    width = y.size(3) - (height - 1)
    return torch.cat([y[:, :, i : i + 1].narrow(3, i, width) for i in range(height)], dim=2)


def row_lstm(inputs, weight):
    n, k = weight.shape[1:]
    if k % 2 == 0:
        raise ValueError("row_lstm needs an odd kernel")
    cell = Cell(inputs[:, :n, 0, :])

    def conv(h):
        windows = F.pad(h, (k // 2, k // 2)).unfold(2, k, 1)
        return torch.tensordot(windows, weight, dims=([1, 3], [1, 2])).transpose(1, 2)

    return torch.stack([cell.step(inputs[:, :, i] + conv(cell.h)) for i in range(inputs.shape[2])], 2)


def diagonal_lstm(inputs, weight):
    n = weight.shape[1]
    height, width = inputs.shape[2:]
    up = [torch.zeros_like(inputs[:, :n, 0, 0]) for _ in range(width)]
    everything = []
    for i in range(height):
        cell = Cell(inputs[:, :n, i, 0])
        for j in range(width):
            both = torch.cat((up[j], cell.h), dim=1)
            matrix = torch.cat((weight[:, :, 0], weight[:, :, 1]), dim=1)
            up[j] = cell.step(F.linear(both, matrix) + inputs[:, :, i, j])
        everything.extend(up)
    return torch.stack(everything, dim=-1).view(inputs.shape[0], n, height, width)


def diagonal_bilstm(inputs, weight):
    outcomes = []
    for turned, z, w in zip((False, True), inputs, weight):
        z = torch.flip(z, [3]) if turned else z
        y = diagonal_lstm(z, w)
        if turned:
            y = torch.roll(torch.flip(y, [3]), 1, 2)
            y = torch.cat((y[:, :, :1] * 0, y[:, :, 1:]), 2)
        outcomes.append(y)
    return sum(outcomes)
