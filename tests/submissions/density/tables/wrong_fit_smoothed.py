# expect: fit_by_hand
# says: maximum likelihood
# kind: weak
"""One is added to every cell."""

import torch


def fit_table(x):
    N, D = x.shape
    table = torch.ones((2,) * D, dtype=x.dtype)
    for row in x.long():
        table[tuple(row)] += 1
    return table / (N + 2**D)
