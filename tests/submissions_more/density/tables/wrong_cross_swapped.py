# expect: cross_entropy_by_hand
# says: averages over p
# kind: wrong
"""p and q have changed places."""

import torch


def cross_entropy(p, q):
    terms = torch.where(q > 0, q * torch.log(p), torch.zeros_like(p))
    return -terms.sum()
