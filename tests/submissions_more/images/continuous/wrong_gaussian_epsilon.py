# expect: gaussian_nll_values
# says: no epsilon
# kind: numerics
"""An epsilon beside the variance."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    var = torch.exp(2 * log_std)
    nll = (y - mean) ** 2 / (2 * (var + 1e-4)) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(1, 2, 3))
