# expect: nearest_by_hand
# says: is among the answers
# kind: wrong
"""Nothing is excluded."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    if len(table) - len(set(exclude)) < k:
        raise ValueError("too few rows")
    return F.cosine_similarity(table, query[None], dim=1).topk(k).indices
