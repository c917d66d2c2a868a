# expect: cross_entropy_by_hand
# says: This is a mean
# kind: wrong
"""The mean over the cells."""

import torch


def cross_entropy(p, q):
    terms = torch.where(p > 0, p * torch.log(q), torch.zeros_like(p))
    return -terms.mean()
