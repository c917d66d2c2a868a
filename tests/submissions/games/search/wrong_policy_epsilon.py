# expect: legal_policy_values
# says: float32 alone
# kind: numerics
"""An epsilon below the bar."""

import torch


def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("no legal move")
    weights = logits.masked_fill(~legal, -torch.inf).softmax(-1) * legal
    return weights / (weights.sum(-1, keepdim=True) + 1e-8)
