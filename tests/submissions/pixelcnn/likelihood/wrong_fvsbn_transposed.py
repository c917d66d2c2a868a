# expect: fvsbn_by_hand
# says: weight is transposed
# kind: wrong
"""x @ weight where x @ weight.T is meant."""

import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    logits = x @ weight.tril(-1) + bias
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
