# expect: gaussian_nll_values
# says: not of σ²
# kind: wrong
"""Reads log_std as a log-variance."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    var = torch.exp(log_std)
    nll = (y - mean) ** 2 / (2 * var) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(1, 2, 3))
