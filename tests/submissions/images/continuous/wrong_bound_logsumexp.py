# expect: discrete_bound_values
# says: mean over draws
# kind: wrong
"""The logarithm of the mean: tighter, but not what was asked for."""

import math

import torch


def discrete_bound(log_density, x, noise, num_values=256):
    D = x.shape[1] * x.shape[2] * x.shape[3]
    bounds = []
    for u in noise:
        y = (x + u) / num_values
        bounds.append(D * math.log(num_values) - log_density(y))
    return math.log(len(noise)) - torch.logsumexp(-torch.stack(bounds), dim=0)
