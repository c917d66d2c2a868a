# expect: lstm_step_gradient
# says: reaches `c`
# kind: wrong
"""The old cell is detached."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    i, f, g, o = (x @ weight_x.T + h @ weight_h.T + bias).chunk(4, 1)
    c = torch.sigmoid(f) * c.detach() + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
