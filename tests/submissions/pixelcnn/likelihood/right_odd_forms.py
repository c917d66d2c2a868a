"""Right costs as a strided view of a larger tensor, a negated view and a slice of a stack."""

import math

import torch
import torch.nn.functional as F


def _every_other(costs):
    """Give the same numbers, spread over twice their memory: a batch of one has stride 2."""
    return torch.stack([costs, torch.zeros_like(costs)], dim=1)[:, 0]


def bernoulli_nll(logits, x):
    costs = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return _every_other(costs.flatten(1).sum(1))


def categorical_nll(logits, x):
    # The chosen logits alone have a sparse gradient.
    chosen = logits.gather(1, x.unsqueeze(1), sparse_grad=True).squeeze(1)
    return (logits.logsumexp(1) - chosen).flatten(1).sum(1)


def bits_per_dim(nll, num_dims):
    bits = nll / (num_dims * math.log(2))
    return torch.complex(torch.zeros_like(bits), -bits).conj().imag


def fvsbn_nll(x, weight, bias):
    logits = x @ weight.tril(-1).T + bias
    costs = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return _every_other(costs.sum(1))
