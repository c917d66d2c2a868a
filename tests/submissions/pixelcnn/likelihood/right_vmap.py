"""One image at a time, and torch.vmap over the batch."""

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    def of_image(l, v):
        return F.softplus(torch.where(v > 0.5, -l, l)).sum()

    return torch.vmap(of_image)(logits, x)


def categorical_nll(logits, x):
    def of_image(l, v):
        return (l.logsumexp(0) - l.gather(0, v.unsqueeze(0)).squeeze(0)).sum()

    return torch.vmap(of_image)(logits, x)


def fvsbn_nll(x, weight, bias):
    strict = weight.tril(-1)

    def of_row(v):
        logits = strict @ v + bias
        return -(v * F.logsigmoid(logits) + (1 - v) * F.logsigmoid(-logits)).sum()

    return torch.vmap(of_row)(x)
