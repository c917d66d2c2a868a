"""Diagonals as lists of places; conv2d for a row; gather."""

import torch
import torch.nn.functional as F


def skew(x):
    H = x.shape[2]
    rows = []
    for i in range(H):
        before = x.new_zeros(*x.shape[:2], i)
        after = x.new_zeros(*x.shape[:2], H - 1 - i)
        rows.append(torch.cat([before, x[:, :, i], after], dim=2))
    return torch.stack(rows, dim=2)


def unskew(y):
    H, D = y.shape[2:]
    index = torch.arange(D - H + 1) + torch.arange(H)[:, None]
    return y.gather(3, index.expand(*y.shape[:2], -1, -1))


def row_lstm(inputs, weight):
    n, k = weight.shape[1:]
    if k in range(0, k + 1, 2):
        raise ValueError("the kernel has no centre")
    state = [inputs.new_zeros(inputs.shape[0], n, inputs.shape[3])] * 2
    result = []
    for row in torch.split(inputs, 1, dim=2):
        # A convolution of an image of one row.
        past = F.conv2d(state[0].unsqueeze(2), weight.unsqueeze(2), padding=(0, k // 2))
        o, f, i, g = (row + past).squeeze(2).unflatten(1, (4, n)).unbind(1)
        c = state[1] * f.sigmoid() + g.tanh() * i.sigmoid()
        state = [o.sigmoid() * c.tanh(), c]
        result.append(state[0])
    return torch.stack(result, 2)


def diagonal_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    n = weight.shape[1]
    h = inputs.new_zeros(B, H, W, n)
    c = inputs.new_zeros(B, H, W, n)
    for t in range(H + W - 1):
        rows = [i for i in range(H) if 0 <= t - i < W]
        columns = [t - i for i in rows]
        zero = inputs.new_zeros(B, n)
        up = torch.stack([h[:, i - 1, j] if i else zero for i, j in zip(rows, columns)], 1)
        left = torch.stack([h[:, i, j - 1] if j else zero for i, j in zip(rows, columns)], 1)
        cell = torch.stack([c[:, i, j - 1] if j else zero for i, j in zip(rows, columns)], 1)
        gates = inputs.permute(0, 2, 3, 1)[:, rows, columns]
        gates = gates + F.linear(up, weight[:, :, 0]) + F.linear(left, weight[:, :, 1])
        o, f, i_, g = gates.chunk(4, dim=2)
        cell = f.sigmoid() * cell + i_.sigmoid() * g.tanh()
        h, c = h.clone(), c.clone()
        c[:, rows, columns] = cell
        h[:, rows, columns] = o.sigmoid() * cell.tanh()
    return h.permute(0, 3, 1, 2)


def diagonal_bilstm(inputs, weight):
    left, right = (
        diagonal_lstm(one if d == 0 else one.flip(3), w)
        for d, (one, w) in enumerate(zip(inputs, weight))
    )
    total = left.clone()
    total[:, :, 1:] += right.flip(3)[:, :, :-1]
    return total
