# expect: diagonal_lstm_by_hand
# says: left neighbour's alone
# kind: wrong
"""c_prev is the sum of both neighbours'."""

import torch
import torch.nn.functional as F


def _cell(gates, c, forget=0.0):
    o, f, i, g = gates.chunk(4, 1)
    c = (f + forget).sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c

def diagonal_lstm(inputs, weight):
    B, _, H, W = inputs.shape
    zero = inputs.new_zeros(B, weight.shape[1])
    h, c = {}, {}
    for y in range(H):
        for x in range(W):
            gates = inputs[..., y, x] + h.get((y - 1, x), zero) @ weight[..., 0].T + h.get((y, x - 1), zero) @ weight[..., 1].T
            h[y, x], c[y, x] = _cell(gates, c.get((y - 1, x), zero) + c.get((y, x - 1), zero))
    return torch.stack([torch.stack([h[y, x] for x in range(W)], -1) for y in range(H)], -2)
