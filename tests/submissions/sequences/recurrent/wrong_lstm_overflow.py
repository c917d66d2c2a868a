# expect: lstm_step_large
# says: not finite
# kind: numerics
"""exp overflows."""

import torch


def lstm_step(x, h, c, weight_x, weight_h, bias):
    i, f, g, o = (x @ weight_x.T + h @ weight_h.T + bias).chunk(4, 1)

    def tanh(z):
        return (torch.exp(2 * z) - 1) / (torch.exp(2 * z) + 1)

    c = torch.sigmoid(f) * c + torch.sigmoid(i) * tanh(g)
    return torch.sigmoid(o) * tanh(c), c
