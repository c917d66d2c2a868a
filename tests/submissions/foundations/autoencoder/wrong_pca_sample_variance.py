# expect: pca_error_by_hand
# says: N − 1
# kind: wrong
"""Divided by N − 1, as a sample variance is."""

import torch


def pca_error(x, code):
    s = torch.linalg.svdvals(x - x.mean(0)).square()
    return s[code:].sum() / ((len(x) - 1) * x.shape[1])
