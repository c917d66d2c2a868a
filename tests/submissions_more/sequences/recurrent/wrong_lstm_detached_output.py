# expect: lstm_step_gradient
# says: of h'
# kind: wrong
"""No gradient along the output before."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    i, f, g, o = (x @ weight_x.T + h.detach() @ weight_h.T + bias).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
