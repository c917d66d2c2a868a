# expect: cross_entropy_zeros
# says: must be infinite
# kind: case
"""Cells where q is 0 are left out, also where p is not."""

import torch


def cross_entropy(p, q):
    terms = torch.where((p > 0) & (q > 0), p * torch.log(q), torch.zeros_like(p))
    return -terms.sum()
