# expect: bound_by_hand
# says: axis
# kind: form
"""Takes the mean over the images in place of the draws."""

import math

import torch


def importance_bound(log_weights):
    K = log_weights.shape[1]
    return torch.logsumexp(log_weights, dim=1) - math.log(K)
