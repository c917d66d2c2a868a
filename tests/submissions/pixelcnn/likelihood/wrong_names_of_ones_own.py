# expect: bernoulli_values bits_values fvsbn_values
# says: with its arguments by name
# kind: form
"""Right functions, whose arguments have other names than in the contract."""

import math

import torch
import torch.nn.functional as F


def bernoulli_nll(scores, images):
    return F.binary_cross_entropy_with_logits(scores, images, reduction="none").flatten(1).sum(1)


def bits_per_dim(nats, dims):
    return nats / math.log(2) / dims


def fvsbn_nll(rows, w, b):
    logits = rows @ w.tril(-1).T + b
    return F.binary_cross_entropy_with_logits(logits, rows, reduction="none").sum(1)
