# expect: lstm_step_by_hand
# says: here it goes through σ
# kind: wrong
"""All four are gates."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    i, f, g, o = torch.sigmoid(x @ weight_x.T + h @ weight_h.T + bias).chunk(4, 1)
    c = f * c + i * g
    return o * torch.tanh(c), c
