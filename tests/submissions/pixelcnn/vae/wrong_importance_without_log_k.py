# expect: bound_by_hand
# says: log K
# kind: wrong
"""The sum of the weights, not their mean."""

import torch


def importance_bound(log_weights):
    return torch.logsumexp(log_weights, dim=0)
