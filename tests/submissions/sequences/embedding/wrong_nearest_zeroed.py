# expect: nearest_values
# says: beats negative ones
# kind: case
"""Excluded rows get a cosine of zero."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    scores = F.cosine_similarity(table, query[None], dim=1)
    scores[list(exclude)] = 0
    if len(table) - len(set(exclude)) < k:
        raise ValueError("too few rows")
    return scores.topk(k).indices
