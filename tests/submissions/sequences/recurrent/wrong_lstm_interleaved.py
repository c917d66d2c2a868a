# expect: lstm_step_by_hand
# says: each unit's four numbers
# kind: wrong
"""Four numbers of each unit in turn."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    z = x @ weight_x.T + h @ weight_h.T + bias
    i, f, g, o = z.view(len(x), -1, 4).unbind(2)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
