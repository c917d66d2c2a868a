# expect: continuous_keeps_arguments
# says: changes its argument
# kind: form
"""The noise is spread in place."""

import math

import torch


def discrete_bound(log_density, x, noise, num_values=256):
    noise += x
    noise /= num_values
    log_p = torch.stack([log_density(y) for y in noise])
    return x[0].numel() * math.log(num_values) - log_p.mean(dim=0)
