# expect: bernoulli_large_logits
# says: starts from the sigmoid
# kind: numerics
"""`F.binary_cross_entropy` after a sigmoid: it cuts the logarithm off at -100."""

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    p = torch.sigmoid(logits)
    return F.binary_cross_entropy(p, x, reduction="none").flatten(1).sum(1)
