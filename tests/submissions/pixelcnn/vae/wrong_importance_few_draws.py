# expect: bound_by_hand
# says: as K grows
# kind: weak
"""Only the ten largest weights are kept, to save time."""

import math

import torch


def importance_bound(log_weights):
    kept = log_weights.topk(min(10, len(log_weights)), dim=0).values
    return torch.logsumexp(kept, dim=0) - math.log(len(kept))
