# expect: row_lstm_by_hand
# says: o, f, i, g
# kind: wrong
"""PyTorch's order of gates."""

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
        i, f, g, o = torch.split(gates, n, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        out.append(h)
    return torch.stack(out, dim=2)
