# expect: fit_by_hand
# says: one factor
# kind: wrong
"""Divides by N - 1, as a variance would."""

import torch
import torch.nn.functional as F
from torch import nn


def fit_table(x):
    table = torch.zeros((2,) * x.shape[1], dtype=x.dtype)
    for row in x.long().tolist():
        table[tuple(row)] += 1 / max(1, len(x) - 1)
    return table
