# expect: numerical_gradient_values
# says: changes its argument
# kind: form
"""x is moved, and not always put back as it was."""

import torch


def numerical_gradient(f, x, h=1e-6):
    g = torch.zeros_like(x)
    flat, into = x.view(-1), g.view(-1)
    for k in range(len(flat)):
        flat[k] += h
        up = f(x)
        flat[k] -= 2 * h
        into[k] = (up - f(x)) / (2 * h)
        flat[k] += h
    return g
