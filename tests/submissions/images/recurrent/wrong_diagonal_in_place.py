# expect: diagonal_lstm_gradient
# says: gradient was asked
# kind: gradient
"""Written into one tensor: no backward pass."""

import torch
import torch.nn.functional as F


def _cell(gates, c, forget=0.0):
    o, f, i, g = gates.chunk(4, 1)
    c = (f + forget).sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c

def diagonal_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    h = inputs.new_zeros(B, weight.shape[1], H + 1, W + 1)
    c = torch.zeros_like(h)
    for y in range(H):
        for x in range(W):
            gates = inputs[..., y, x] + h[..., y, x + 1] @ weight[..., 0].T + h[..., y + 1, x] @ weight[..., 1].T
            h[..., y + 1, x + 1], c[..., y + 1, x + 1] = _cell(gates, c[..., y + 1, x])
    return h[..., 1:, 1:]
