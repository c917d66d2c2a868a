# expect: cross_entropy_by_hand
# says: These are bits
# kind: unit
"""Logarithms to base 2."""

import torch


def cross_entropy(p, q):
    terms = torch.where(p > 0, p * torch.log2(q), torch.zeros_like(p))
    return -terms.sum()
