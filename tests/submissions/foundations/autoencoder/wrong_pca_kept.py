# expect: pca_error_by_hand
# says: What is lost counts
# kind: wrong
"""What is kept instead of what is lost."""

import torch


def pca_error(x, code):
    return torch.linalg.svdvals(x - x.mean(0))[:code].square().sum() / x.numel()
