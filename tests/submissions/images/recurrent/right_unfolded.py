"""Skewed by padding, taps unfolded, pixels one by one."""

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
    H = y.shape[2]
    W = y.shape[3] + 1 - H
    i = torch.arange(H)[:, None]
    return y[:, :, i, i + torch.arange(W)]


def row_lstm(inputs, weight):
    if weight.shape[2] % 2 != 1:
        raise ValueError("an odd kernel, please")
    half = weight.shape[2] // 2
    n, width = weight.shape[1], inputs.shape[3]
    h = c = inputs[:, :n, 0] * 0
    out = torch.empty_like(inputs[:, :n])
    for row in range(inputs.shape[2]):
        taps = F.pad(h, (half, half)).unfold(2, weight.shape[2], 1)  # (B, n, W, k)
        gates = inputs[:, :, row] + torch.einsum("bnwk,gnk->bgw", taps, weight)
        s = torch.sigmoid(gates[:, : 3 * n])
        c = s[:, n : 2 * n] * c + s[:, 2 * n :] * torch.tanh(gates[:, 3 * n :])
        h = s[:, :n] * torch.tanh(c)
        out[:, :, row] = h
    return out


def diagonal_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    n = weight.shape[1]
    # A border of zeros at the top and on the left, so no pixel is special.
    h = [[inputs.new_zeros(B, n)] * (W + 1)]
    for i in range(H):
        row = [inputs.new_zeros(B, n)]
        cell = inputs.new_zeros(B, n)
        for j in range(W):
            both = torch.cat([h[i][j + 1], row[j]], dim=1)
            gates = inputs[:, :, i, j] + both @ torch.cat([weight[..., 0], weight[..., 1]], 1).T
            o, f, i_, g = gates.chunk(4, 1)
            cell = torch.sigmoid(f) * cell + torch.sigmoid(i_) * torch.tanh(g)
            row.append(torch.sigmoid(o) * torch.tanh(cell))
        h.append(row)
    return torch.stack([torch.stack(row[1:], 2) for row in h[1:]], 2)


def diagonal_bilstm(inputs, weight):
    # The inputs of the second direction, moved down in advance: on a row of zeros h stays zero.
    early = F.pad(inputs[1], (0, 0, 1, 0))[:, :, :-1].flip(-1)
    return diagonal_lstm(inputs[0], weight[0]) + diagonal_lstm(early, weight[1]).flip(-1)
