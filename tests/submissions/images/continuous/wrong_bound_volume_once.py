# expect: discrete_bound_by_hand
# says: Once ln V
# kind: unit
"""Once for the image."""

import math

import torch


def discrete_bound(log_density, x, noise, num_values=256):
    D = x.shape[1] * x.shape[2] * x.shape[3]
    bounds = []
    for u in noise:
        y = (x + u) / num_values
        bounds.append(math.log(num_values) - log_density(y))
    return torch.stack(bounds).mean(dim=0)
