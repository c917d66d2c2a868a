# expect: fit_values
# says: axes are reversed
# kind: wrong
"""x_1 is worth least: the axes come out reversed."""

import torch


def fit_table(x):
    N, D = x.shape
    cells = (x.long() * 2 ** torch.arange(D)).sum(1)
    return torch.bincount(cells, minlength=2**D).to(x.dtype).view((2,) * D) / N
