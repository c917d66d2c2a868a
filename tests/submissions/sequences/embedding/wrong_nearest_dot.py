# expect: nearest_by_hand
# says: Longer vectors win
# kind: wrong
"""By the dot product."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    scores = table @ query
    left = [row for row in range(len(table)) if row not in exclude]
    if len(left) < k:
        raise ValueError("too few rows")
    return torch.tensor(left)[scores[left].topk(k).indices]
