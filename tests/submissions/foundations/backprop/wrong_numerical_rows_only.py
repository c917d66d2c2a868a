# expect: numerical_gradient_values
# says: any shape
# kind: case
"""One index is enough for vectors only."""

import torch


def numerical_gradient(f, x, h=1e-6):
    g = torch.zeros_like(x)
    for k in range(len(x)):
        up, down = x.clone(), x.clone()
        up[k] += h
        down[k] -= h
        g[k] = (f(up) - f(down)) / (2 * h)
    return g
