# expect: categorical_gradient
# says: gradient
# kind: gradient
"""Computed on detached logits: the value is right, nothing can be learned."""

import torch.nn.functional as F


def categorical_nll(logits, x):
    nll = F.cross_entropy(logits.detach(), x, reduction="none")
    return nll.flatten(1).sum(1)
