# expect: bound_by_hand
# says: mean of the K weights
# kind: weak
"""64 draws are taken for granted, so the mean is right for that many alone."""

import math

import torch


def importance_bound(log_weights):
    return torch.logsumexp(log_weights, dim=0) - math.log(64)
