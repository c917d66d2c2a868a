# expect: numerical_gradient_by_hand
# says: central
# kind: wrong
"""Richardson's rule: exact, but four calls an entry, and no central difference."""

import torch


def numerical_gradient(f, x, h=1e-6):
    g = torch.zeros(x.numel(), dtype=x.dtype)
    for k in range(x.numel()):
        m = torch.zeros(x.numel(), dtype=x.dtype)
        m[k] = h
        m = m.view(x.shape)
        near = (f(x + m / 2) - f(x - m / 2)) / h
        far = (f(x + m) - f(x - m)) / (2 * h)
        g[k] = (4 * near - far) / 3
    return g.view(x.shape)
