# expect: lstm_step_by_hand
# says: added twice
# kind: wrong
"""As if it were bias_ih and bias_hh."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    i, f, g, o = (x @ weight_x.T + bias + h @ weight_h.T + bias).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
