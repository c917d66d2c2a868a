# expect: fit_by_hand
# says: product of marginals
# kind: wrong
"""The product of how often each dimension is one."""

import torch


def fit_table(x):
    table = torch.ones((), dtype=x.dtype)
    for p in x.mean(0):
        table = table.unsqueeze(-1) * torch.stack([1 - p, p])
    return table
