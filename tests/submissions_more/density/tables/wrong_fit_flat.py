# expect: fit_by_hand
# says: shape
# kind: form
"""A vector of 2^D numbers."""

import torch


def fit_table(x):
    N, D = x.shape
    table = torch.zeros((2,) * D, dtype=x.dtype)
    for row in x.long():
        table[tuple(row)] += 1
    return (table / N).flatten()
