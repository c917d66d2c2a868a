# expect: nearest_errors
# says: named twice
# kind: case
"""A row that is named twice is counted twice."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    if k > len(table) - len(exclude):
        raise ValueError("too few rows")
    scores = F.cosine_similarity(table, query[None], dim=1)
    scores[list(exclude)] = -torch.inf
    return scores.topk(k).indices
