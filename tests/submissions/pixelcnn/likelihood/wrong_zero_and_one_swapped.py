# expect: bernoulli_by_hand
# says: swapped
# kind: wrong
"""The logit is taken for that of P(x = 0)."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(-logits, x, reduction="none")
    return nll.flatten(1).sum(1)
