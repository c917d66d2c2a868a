# expect: numerical_gradient_calls
# says: more than twice
# kind: weak
"""f(x) is computed for every entry, and not needed."""

import torch


def numerical_gradient(f, x, h=1e-6):
    g = torch.zeros(x.numel(), dtype=x.dtype)
    for k in range(x.numel()):
        assert torch.isfinite(f(x))
        m = torch.zeros(x.numel(), dtype=x.dtype)
        m[k] = h
        g[k] = (f(x + m.view(x.shape)) - f(x - m.view(x.shape))) / (2 * h)
    return g.view(x.shape)
