# expect: nearest_by_hand
# says: these are the smallest
# kind: wrong
"""Sorted the wrong way round."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    scores = F.cosine_similarity(table, query[None], dim=1)
    order = [row for row in scores.argsort().tolist() if row not in exclude]
    if len(order) < k:
        raise ValueError("too few rows")
    return torch.tensor(order[:k])
