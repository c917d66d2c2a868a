"""Index tensors; recursion over rows; a border of zeros."""

import torch


def skew(x):
    B, C, H, W = x.shape
    i = torch.arange(H)[:, None]
    y = x.new_zeros(B, C, H, H + W - 1)
    y[:, :, i, i + torch.arange(W)] = x
    return y


def unskew(y):
    H = y.shape[2]
    W = y.shape[3] + 1 - H
    i = torch.arange(H)[:, None]
    return y[:, :, i, i + torch.arange(W)]


def row_lstm(inputs, weight):
    n, k = weight.shape[1], weight.shape[2]
    if not k % 2:
        raise ValueError(f"{k} is even")

    def go(rows, h, c):
        if not rows:
            return []
        mixed = rows[0].clone()
        for tap in range(k):
            shift = tap - k // 2
            moved = torch.zeros_like(h)
            if abs(shift) < h.shape[2]:
                if shift < 0:
                    moved[..., -shift:] = h[..., :shift]
                elif shift > 0:
                    moved[..., :-shift] = h[..., shift:]
                else:
                    moved = h
            mixed = mixed + torch.matmul(weight[:, :, tap], moved)
        o, f, i, g = mixed[:, :n], mixed[:, n : 2 * n], mixed[:, 2 * n : 3 * n], mixed[:, 3 * n :]
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return [h, *go(rows[1:], h, c)]

    start = inputs.new_zeros(inputs.shape[0], n, inputs.shape[3])
    return torch.stack(go(list(inputs.unbind(2)), start, start), dim=2)


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
    right = diagonal_lstm(inputs[1].flip([3]), weight[1]).flip([3])
    moved = torch.cat([torch.zeros_like(right[:, :, :1]), right[:, :, :-1]], dim=2)
    return diagonal_lstm(inputs[0], weight[0]) + moved
