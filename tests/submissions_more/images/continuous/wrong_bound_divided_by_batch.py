# expect: discrete_bound_values
# says: divide by K
# kind: wrong
"""The sum over draws is divided by the number of images."""

import math

import torch


def discrete_bound(log_density, x, noise, num_values=256):
    log_p = torch.stack([log_density(dequantize(x, u, num_values)) for u in noise])
    return x[0].numel() * math.log(num_values) - log_p.sum(dim=0) / len(x)
