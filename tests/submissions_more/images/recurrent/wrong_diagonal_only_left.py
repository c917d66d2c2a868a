# expect: diagonal_lstm_by_hand
# says: upper neighbour
# kind: case
"""The upper neighbour is forgotten."""

import torch


def diagonal_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    n = weight.shape[1]
    zero = torch.zeros(B, n, dtype=inputs.dtype)
    h, c = {}, {}
    for i in range(H):
        for j in range(W):
            up, left = h.get((i - 1, j), zero), h.get((i, j - 1), zero)
            gates = inputs[:, :, i, j] + left @ weight[:, :, 1].T
            o, f, g_in, g = torch.chunk(gates, 4, dim=1)
            before = c.get((i, j - 1), zero)
            c[i, j] = torch.sigmoid(f) * before + torch.sigmoid(g_in) * torch.tanh(g)
            h[i, j] = torch.sigmoid(o) * torch.tanh(c[i, j])
    rows = [torch.stack([h[i, j] for j in range(W)], -1) for i in range(H)]
    return torch.stack(rows, 2)
