# expect: fit_by_hand
# says: axes are reversed
# kind: wrong
"""The first dimension is the last axis."""

import torch


def fit_table(x):
    N, D = x.shape
    table = torch.zeros((2,) * D, dtype=x.dtype)
    for row in x.long():
        table[tuple(row.flip(0))] += 1
    return table / N
