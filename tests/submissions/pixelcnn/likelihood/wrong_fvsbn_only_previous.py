# expect: fvsbn_by_hand
# says: just before
# kind: wrong
"""A chain: each dimension sees the one just before it alone."""

import torch
import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    logits = bias.repeat(len(x), 1)
    logits[:, 1:] = logits[:, 1:] + torch.diagonal(weight, -1) * x[:, :-1]
    return (F.softplus(logits) - x * logits).sum(1)
