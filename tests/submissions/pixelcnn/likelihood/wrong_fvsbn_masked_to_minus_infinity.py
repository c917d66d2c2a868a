# expect: fvsbn_by_hand
# says: finite
# kind: numerics
"""Masks by adding a matrix of infinities, which times zero is nan."""

import torch
import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    hidden = torch.full_like(weight, float("-inf")).triu()
    logits = F.linear(x, weight + hidden, bias)
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
