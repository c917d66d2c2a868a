# expect: bernoulli_gradient
# says: detached
# kind: gradient
"""Adds up plain Python numbers: the result is right, and can be learned from no more."""

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    cost = F.softplus(logits) - x * logits
    return torch.tensor([image.sum().item() for image in cost], dtype=logits.dtype)
