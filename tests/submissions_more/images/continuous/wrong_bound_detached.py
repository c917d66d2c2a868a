# expect: discrete_bound_gradient
# says: no gradient reaches
# kind: gradient
"""Without gradients."""

import math

import torch


def discrete_bound(log_density, x, noise, num_values=256):
    D = x.shape[1] * x.shape[2] * x.shape[3]
    bounds = []
    for u in noise:
        y = (x + u) / num_values
        bounds.append(D * math.log(num_values) - log_density(y).detach())
    return torch.stack(bounds).mean(dim=0)
