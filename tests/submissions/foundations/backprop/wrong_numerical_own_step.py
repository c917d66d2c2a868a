# expect: numerical_gradient_by_hand
# says: step h
# kind: case
"""The given step is ignored."""

import torch


def numerical_gradient(f, x, h=1e-6):
    h = 1e-5
    g = torch.zeros(x.numel(), dtype=x.dtype)
    for k in range(x.numel()):
        m = torch.zeros(x.numel(), dtype=x.dtype)
        m[k] = h
        g[k] = (f(x + m.view(x.shape)) - f(x - m.view(x.shape))) / (2 * h)
    return g.view(x.shape)
