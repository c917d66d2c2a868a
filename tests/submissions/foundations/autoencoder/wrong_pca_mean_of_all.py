# expect: pca_error_by_hand
# says: mean image
# kind: wrong
"""The mean of all pixels is taken off, not the mean image."""

import torch


def pca_error(x, code):
    return torch.linalg.svdvals(x - x.mean())[code:].square().sum() / x.numel()
