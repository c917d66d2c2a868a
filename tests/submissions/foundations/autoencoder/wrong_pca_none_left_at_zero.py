# expect: pca_error_by_hand
# says: code 0
# kind: case
"""Eigenvalues without the last `code`: without the last 0 there are none."""

import torch


def pca_error(x, code):
    centred = x - x.mean(0)
    return torch.linalg.eigvalsh(centred.T @ centred)[:-code].clamp(min=0).sum() / x.numel()
