# expect: gaussian_nll_by_hand
# says: nothing is clamped
# kind: wrong
"""A cost below zero seems impossible."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    var = torch.exp(2 * log_std)
    nll = (y - mean) ** 2 / (2 * var) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.clamp(min=0).sum(dim=(1, 2, 3))
