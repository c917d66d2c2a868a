# expect: fvsbn_gradient
# says: in place
# kind: form
"""Cuts the caller's weight in place: as a parameter of a model it can no longer be learned."""

import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    logits = F.linear(x, weight.tril_(-1), bias)
    return (F.softplus(logits) - x * logits).sum(1)
