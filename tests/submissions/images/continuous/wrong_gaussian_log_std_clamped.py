# expect: gaussian_nll_values
# says: no clamp
# kind: numerics
"""log_std is clamped, as in many a policy network."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    log_std = log_std.clamp(-5, 2)
    nll = (y - mean) ** 2 / (2 * torch.exp(2 * log_std)) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(1, 2, 3))
