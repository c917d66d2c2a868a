# expect: cross_entropy_by_hand
# says: sign is turned round
# kind: unit
"""The minus is missing."""

import torch


def cross_entropy(p, q):
    terms = torch.where(p > 0, p * torch.log(q), torch.zeros_like(p))
    return terms.sum()
