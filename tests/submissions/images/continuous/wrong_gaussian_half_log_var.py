# expect: gaussian_nll_by_hand
# says: not of σ²
# kind: wrong
"""Half of log_std, as for log-variances."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    var = torch.exp(2 * log_std)
    nll = (y - mean) ** 2 / (2 * var) + 0.5 * log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(1, 2, 3))
