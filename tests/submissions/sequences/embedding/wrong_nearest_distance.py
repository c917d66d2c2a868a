# expect: nearest_by_hand
# says: distance of the points
# kind: wrong
"""By the distance."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    scores = -(table - query).norm(dim=1)
    scores[list(exclude)] = -torch.inf
    if len(table) - len(set(exclude)) < k:
        raise ValueError("too few rows")
    return scores.topk(k).indices
