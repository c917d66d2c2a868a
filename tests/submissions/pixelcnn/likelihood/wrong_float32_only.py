# expect: bernoulli_values categorical_values categorical_large_logits
# says: float64
# kind: form
"""Everything is turned into float32."""

import torch.nn.functional as F


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(logits.float(), x.float(), reduction="none")
    return nll.flatten(1).sum(1)


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits.float(), x, reduction="none")
    return nll.flatten(1).sum(1)
