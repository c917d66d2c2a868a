# expect: bernoulli_large_logits
# says: finite
"""Sigmoid first, logarithm after."""

import torch


def bernoulli_nll(logits, x):
    p = torch.sigmoid(logits)
    return -(x * torch.log(p) + (1 - x) * torch.log(1 - p)).flatten(1).sum(1)
