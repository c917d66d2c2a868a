# expect: bernoulli_by_hand categorical_by_hand
# says: mean over the dimensions
# kind: unit
"""The mean over the pixels, as losses usually are."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return nll.flatten(1).mean(1)


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits, x, reduction="none")
    return nll.flatten(1).mean(1)
