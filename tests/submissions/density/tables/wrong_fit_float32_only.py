# expect: fit_values
# says: dtype
# kind: form
"""The table is float32 whatever x is."""

import torch


def fit_table(x):
    N, D = x.shape
    table = torch.zeros((2,) * D)
    for row in x.long():
        table[tuple(row)] += 1
    return table / N
