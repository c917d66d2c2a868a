# expect: gaussian_nll_by_hand
# says: one number for each image
# kind: form
"""Summed over rows and columns alone."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    nll = (y - mean) ** 2 / (2 * torch.exp(2 * log_std)) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(2, 3))
