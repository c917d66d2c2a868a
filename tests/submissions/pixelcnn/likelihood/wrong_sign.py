# expect: bernoulli_by_hand categorical_by_hand
# says: The sign is wrong
# kind: unit
"""The log-likelihood, not its negative."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return -nll.flatten(1).sum(1)


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits, x, reduction="none")
    return -nll.flatten(1).sum(1)
