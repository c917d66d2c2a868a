# expect: fit_values
# says: changes its argument
# kind: form
"""Turns the rows into numbers in place."""

import torch


def fit_table(x):
    N, D = x.shape
    for i in range(D):
        x[:, i] *= 2 ** (D - 1 - i)
    return torch.bincount(x.sum(1).long(), minlength=2**D).to(x.dtype).view((2,) * D) / N
