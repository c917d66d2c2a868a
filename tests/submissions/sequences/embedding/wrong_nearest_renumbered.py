# expect: nearest_by_hand
# says: Rows keep their numbers
# kind: wrong
"""Numbers of the table without the excluded rows."""

import torch
import torch.nn.functional as F


def nearest(table, query, k=1, exclude=()):
    left = [row for row in range(len(table)) if row not in exclude]
    if len(left) < k:
        raise ValueError("too few rows")
    return F.cosine_similarity(table[left], query[None], dim=1).topk(k).indices
