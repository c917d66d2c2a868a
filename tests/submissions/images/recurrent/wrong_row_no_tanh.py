# expect: row_lstm_by_hand
# says: there is no tanh
# kind: wrong
"""h without tanh."""

import torch
import torch.nn.functional as F


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
        h = torch.sigmoid(o) * c
        out.append(h)
    return torch.stack(out, dim=2)
