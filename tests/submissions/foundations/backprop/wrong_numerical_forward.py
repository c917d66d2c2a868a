# expect: numerical_gradient_by_hand
# says: one side
# kind: numerics
"""Differences to one side."""

import torch


def numerical_gradient(f, x, h=1e-6):
    g, here = torch.zeros(x.numel(), dtype=x.dtype), f(x)
    for k in range(x.numel()):
        moved = x.flatten().clone()
        moved[k] += h
        g[k] = (f(moved.view(x.shape)) - here) / h
    return g.view(x.shape)
