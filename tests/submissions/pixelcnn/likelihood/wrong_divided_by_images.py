# expect: bernoulli_by_hand categorical_by_hand
# says: number of images
# kind: form
"""Sums over everything but the batch, then divides by the batch all the same."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return nll.flatten(1).sum(1) / len(x)


def categorical_nll(logits, x):
    return F.cross_entropy(logits, x, reduction="none").flatten(1).sum(1) / len(x)
