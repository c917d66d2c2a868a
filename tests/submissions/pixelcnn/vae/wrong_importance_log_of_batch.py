# expect: bound_by_hand
# says: log K
# kind: form
"""Subtracts the logarithm of the number of images."""

import math

import torch


def importance_bound(log_weights):
    K = log_weights.shape[1]
    return torch.logsumexp(log_weights, dim=0) - math.log(K)
