# expect: fvsbn_by_hand
# says: bias
# kind: wrong
"""The bias is forgotten."""

import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    logits = F.linear(x, weight.tril(-1))
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
