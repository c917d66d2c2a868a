# expect: nearest_by_hand
# says: Indices of rows
# kind: wrong
"""The cosines in place of rows."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    scores = F.cosine_similarity(table, query[None], dim=1)
    scores[list(exclude)] = -torch.inf
    return scores.topk(k).values
