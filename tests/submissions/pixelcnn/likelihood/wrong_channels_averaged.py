# expect: bernoulli_values bernoulli_gradient categorical_by_hand
# says: mean over the channels
# kind: wrong
"""Sums over rows and columns, mean over the channels."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return nll.sum((2, 3)).mean(1)


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits, x, reduction="none")
    return nll.sum((2, 3)).mean(1)
