# expect: bernoulli_by_hand categorical_by_hand
# says: neither sum
# kind: form
"""One number for the whole batch."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return nll.sum()


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits, x, reduction="none")
    return nll.sum()
