"""A Python loop over the images, a sign in place of x, and torch.where."""

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    log_p = torch.where(x == 1, F.logsigmoid(logits), F.logsigmoid(-logits))
    return torch.stack([-image.sum() for image in log_p])


def categorical_nll(logits, x):
    return torch.stack(
        [F.cross_entropy(l[None], v[None], reduction="sum") for l, v in zip(logits, x)]
    )


def fvsbn_nll(x, weight, bias):
    past = weight.masked_fill(torch.ones_like(weight, dtype=torch.bool).triu(), 0)
    sign = 2 * x - 1
    return -F.logsigmoid(sign * (x @ past.T + bias)).sum(1)
