# expect: lstm_step_values
# says: c' = σ(f) c
# kind: case
"""Cells beyond 3 are clipped."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    i, f, g, o = (x @ weight_x.T + h @ weight_h.T + bias).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    c = c.clamp(-3, 3)
    return torch.sigmoid(o) * torch.tanh(c), c
