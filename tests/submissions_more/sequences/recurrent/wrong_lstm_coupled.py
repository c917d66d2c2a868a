# expect: lstm_step_by_hand
# says: 1 − σ(f)
# kind: wrong
"""The input gate is what the forget gate leaves."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    _i, f, g, o = (x @ weight_x.T + h @ weight_h.T + bias).chunk(4, 1)
    c = torch.sigmoid(f) * c + (1 - torch.sigmoid(f)) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
