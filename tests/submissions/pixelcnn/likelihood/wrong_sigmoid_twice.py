# expect: bernoulli_by_hand
# says: sigmoid is taken twice
# kind: meaningless
"""A sigmoid first, then a loss that starts from logits."""

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    p = torch.sigmoid(logits)
    return F.binary_cross_entropy_with_logits(p, x, reduction="none").flatten(1).sum(1)
