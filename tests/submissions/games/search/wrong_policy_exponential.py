# expect: legal_policy_junk
# says: not finite
# kind: numerics
"""Exponentials without taking off the largest."""

import torch


def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("no legal move")
    weights = torch.where(legal, logits, -torch.inf).exp()
    return weights / weights.sum(-1, keepdim=True)
