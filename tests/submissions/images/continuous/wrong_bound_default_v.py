# expect: discrete_bound_values
# says: Hand num_values on
# kind: case
"""num_values is not handed on: 256 is the default."""

import math

import torch


def discrete_bound(log_density, x, noise, num_values=256):
    log_p = torch.stack([log_density(dequantize(x, u)) for u in noise])
    return x[0].numel() * math.log(num_values) - log_p.mean(dim=0)
