# expect: pca_error_by_hand
# says: share of the variance
# kind: wrong
"""The share of the variance that is lost."""

import torch


def pca_error(x, code):
    s = torch.linalg.svdvals(x - x.mean(0)).square()
    return s[code:].sum() / s.sum()
