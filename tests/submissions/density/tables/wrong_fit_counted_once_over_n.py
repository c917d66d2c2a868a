# expect: fit_by_hand
# says: must count three times
# kind: meaningless
"""Indexed addition writes each cell once; divided by N."""

import torch


def fit_table(x):
    N, D = x.shape
    table = torch.zeros((2,) * D, dtype=x.dtype)
    table[tuple(x.long().T)] += 1
    return table / N
