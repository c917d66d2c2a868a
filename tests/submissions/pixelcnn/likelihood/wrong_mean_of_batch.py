# expect: bernoulli_by_hand categorical_by_hand
# says: nor average over the batch
# kind: form
"""The default reduction: a mean over pixels and images."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x)


def categorical_nll(logits, x):
    return F.cross_entropy(logits, x)
