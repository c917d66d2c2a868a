# expect: pca_error_by_hand
# says: squares
# kind: wrong
"""Singular values are not squared."""

import torch


def pca_error(x, code):
    return torch.linalg.svdvals(x - x.mean(0))[code:].sum() / x.numel()
