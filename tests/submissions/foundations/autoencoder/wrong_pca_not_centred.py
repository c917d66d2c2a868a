# expect: pca_error_by_hand
# says: Subtract the mean first
# kind: wrong
"""The mean image stays in."""

import torch


def pca_error(x, code):
    return torch.linalg.svdvals(x)[code:].square().sum() / x.numel()
