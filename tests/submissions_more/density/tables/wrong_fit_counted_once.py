# expect: fit_by_hand
# says: must count three times
# kind: wrong
"""Indexed addition writes each cell once."""

import torch


def fit_table(x):
    N, D = x.shape
    table = torch.zeros((2,) * D, dtype=x.dtype)
    table[tuple(x.long().T)] += 1
    return table / table.sum()
