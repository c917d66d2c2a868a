"""Log-softmax and gather; the Bernoulli pixel as a softmax over the logits 0 and l."""

import math

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    two = torch.stack([torch.zeros_like(logits), logits], dim=1)
    return categorical_nll(two, x.long())


def categorical_nll(logits, x):
    log_p = F.log_softmax(logits, dim=1)
    chosen = log_p.gather(1, x.unsqueeze(1)).squeeze(1)
    return -chosen.sum(dim=(1, 2, 3))


def bits_per_dim(nll, num_dims):
    return nll / math.log(2) / num_dims


def fvsbn_nll(x, weight, bias):
    logits = x @ torch.tril(weight, diagonal=-1).t() + bias
    return -(x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)).sum(dim=1)
