# expect: lstm_step_by_hand lstm_step_values
# says: blocks are f, i, g, o
# kind: wrong
"""Another order of the gates."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    f, i, g, o = (x @ weight_x.T + h @ weight_h.T + bias).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
