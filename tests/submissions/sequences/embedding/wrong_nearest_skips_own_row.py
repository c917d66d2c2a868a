# expect: nearest_values
# says: is an answer like any other
# kind: wrong
"""A row that equals the query is dropped unasked."""

import math

import torch


def nearest(table, query, k=1, exclude=()):
    keep = torch.ones(len(table), dtype=torch.bool)
    for i in exclude:
        keep[i] = False
    if keep.sum() < k:
        raise ValueError
    s = (table @ query / (table.norm(dim=1) * query.norm())).masked_fill(~keep, -math.inf)
    s = s.masked_fill((s > 0.999999) & keep, -1.5)
    return s.topk(k).indices
