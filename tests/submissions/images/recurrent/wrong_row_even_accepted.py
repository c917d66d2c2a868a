# expect: row_lstm_errors
# says: should raise a ValueError
# kind: form
"""Cuts what an even kernel adds."""

import torch
import torch.nn.functional as F


def row_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    n, k = weight.shape[1:]
    h = torch.zeros(B, n, W, dtype=inputs.dtype)
    c = torch.zeros_like(h)
    out = []
    for r in range(H):
        gates = inputs[:, :, r] + F.conv1d(h, weight, padding=k // 2)[..., :W]
        o, f, i, g = torch.split(gates, n, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        out.append(h)
    return torch.stack(out, dim=2)
