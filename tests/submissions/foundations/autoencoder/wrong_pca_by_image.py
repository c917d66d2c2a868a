# expect: pca_error_by_hand
# says: mean over its pixels
# kind: unit
"""The error of an image, summed over pixels."""

import torch


def pca_error(x, code):
    return torch.linalg.svdvals(x - x.mean(0))[code:].square().sum() / len(x)
