# expect: cross_entropy_by_hand
# says: divided by the number of dimensions
# kind: wrong
"""Divided by the number of dimensions."""

import torch


def cross_entropy(p, q):
    terms = torch.where(p > 0, p * torch.log(q), torch.zeros_like(p))
    return -terms.sum() / p.dim()
