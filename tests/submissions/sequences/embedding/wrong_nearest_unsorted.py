# expect: nearest_values
# says: order of their numbers
# kind: wrong
"""The right rows in the order of their numbers."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    scores = F.cosine_similarity(table, query[None], dim=1)
    scores[list(exclude)] = -torch.inf
    if len(table) - len(set(exclude)) < k:
        raise ValueError("too few rows")
    best = scores.topk(k).indices
    return best if k == 2 else best.sort().values
