"""A pixel costs softplus(l) - x l."""

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    return (F.softplus(logits) - x * logits).sum((1, 2, 3))


def fvsbn_nll(x, weight, bias):
    D = len(bias)
    mask = (torch.arange(D)[:, None] > torch.arange(D)).to(weight)
    logits = F.linear(x, weight * mask, bias)
    return (F.softplus(logits) - x * logits).sum(1)
