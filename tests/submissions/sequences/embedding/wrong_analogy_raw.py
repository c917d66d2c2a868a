# expect: analogy_by_hand
# says: length 1 first
# kind: wrong
"""Rows as long as they are."""

import torch
import torch.nn.functional as F


def analogy(table, a, b, c):
    scores = F.cosine_similarity(table, (table[b] - table[a] + table[c])[None], dim=1)
    scores[[a, b, c]] = -2
    return int(scores.argmax())
