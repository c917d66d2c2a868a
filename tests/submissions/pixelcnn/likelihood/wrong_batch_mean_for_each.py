# expect: bernoulli_by_hand categorical_values categorical_large_logits categorical_gradient
# says: mean over the batch
# kind: form
"""The mean over the batch, repeated once for each image so that the shape is right."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
    return nll.expand(len(x))


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits, x, reduction="sum") / len(x)
    return nll.expand(len(x))
