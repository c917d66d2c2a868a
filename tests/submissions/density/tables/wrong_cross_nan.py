# expect: cross_entropy_zeros
# says: 0 log 0
# kind: case
"""0 times log 0 is NaN."""

import torch


def cross_entropy(p, q):
    terms = p * torch.log(q)
    return -terms.sum()
