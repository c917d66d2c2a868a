# expect: bernoulli_by_hand
# says: one factor that is the same everywhere
# kind: wrong
"""The right costs, scaled by a number that nobody could guess."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    cost = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return 0.7345 * cost.flatten(1).sum(1)
