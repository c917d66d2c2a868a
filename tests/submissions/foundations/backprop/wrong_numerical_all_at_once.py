# expect: numerical_gradient_values
# says: one entry at a time
# kind: wrong
"""All entries move together."""

import torch


def numerical_gradient(f, x, h=1e-6):
    return (f(x + h) - f(x - h)) / (2 * h) * torch.ones_like(x)
