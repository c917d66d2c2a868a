# expect: bernoulli_large_logits
# says: has become 0 before its logarithm
# kind: numerics
"""Sigmoid first, logarithm after."""

import torch


def bernoulli_nll(logits, x):
    p = torch.sigmoid(logits)
    return -(x * torch.log(p) + (1 - x) * torch.log(1 - p)).flatten(1).sum(1)
