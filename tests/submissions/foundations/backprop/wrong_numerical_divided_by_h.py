# expect: numerical_gradient_by_hand
# says: 2h apart
# kind: unit
"""Central, but divided by one h."""

import torch


def numerical_gradient(f, x, h=1e-6):
    g = torch.zeros(x.numel(), dtype=x.dtype)
    for k in range(x.numel()):
        m = torch.zeros(x.numel(), dtype=x.dtype)
        m[k] = h
        g[k] = (f(x + m.view(x.shape)) - f(x - m.view(x.shape))) / h
    return g.view(x.shape)
