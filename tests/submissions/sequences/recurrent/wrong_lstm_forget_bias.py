# expect: lstm_step_by_hand
# says: open by one more
# kind: wrong
"""The forget gate is opened."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    i, f, g, o = (x @ weight_x.T + h @ weight_h.T + bias).chunk(4, 1)
    f = f + 1
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
