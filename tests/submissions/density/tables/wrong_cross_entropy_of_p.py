# expect: cross_entropy_by_hand
# says: This is the entropy of p
# kind: wrong
"""The entropy of p: q has no say."""

import torch


def cross_entropy(p, q):
    terms = torch.where(p > 0, p * torch.log(p), torch.zeros_like(p))
    return -terms.sum()
