# expect: fvsbn_by_hand
# says: above
# kind: wrong
"""The strictly upper triangle: each pixel sees the later ones."""

import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    logits = F.linear(x, weight.triu(1), bias)
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
