# expect: gaussian_nll_by_hand
# says: This is a mean
# kind: unit
"""The mean over dimensions."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    var = torch.exp(2 * log_std)
    nll = (y - mean) ** 2 / (2 * var) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.mean(dim=(1, 2, 3))
