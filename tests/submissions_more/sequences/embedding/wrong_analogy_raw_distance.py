# expect: analogy_by_hand
# says: long words count
# kind: wrong
"""Distances of rows as they are."""

import torch
import torch.nn.functional as F


def analogy(table, a, b, c):
    gaps = (table - (table[b] - table[a] + table[c])).norm(dim=1)
    gaps[[a, b, c]] = torch.inf
    return int(gaps.argmin())
