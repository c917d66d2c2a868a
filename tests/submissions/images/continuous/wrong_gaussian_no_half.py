# expect: gaussian_nll_values
# says: ½ is missing
# kind: unit
"""The square is not halved."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    var = torch.exp(2 * log_std)
    nll = (y - mean) ** 2 / var + log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(1, 2, 3))
