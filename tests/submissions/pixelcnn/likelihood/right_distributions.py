"""torch.distributions does the work."""

import torch


def bernoulli_nll(logits, x):
    pixels = torch.distributions.Bernoulli(logits=logits)
    return -torch.distributions.Independent(pixels, 3).log_prob(x)


def categorical_nll(logits, x):
    pixels = torch.distributions.Categorical(logits=logits.permute(0, 2, 3, 4, 1))
    return -pixels.log_prob(x).flatten(1).sum(1)


def bits_per_dim(nll, num_dims):
    nats_per_dim = nll / num_dims
    return nats_per_dim / torch.log(torch.tensor(2.0, dtype=nll.dtype))


def fvsbn_nll(x, weight, bias):
    logits = torch.einsum("ij,bj->bi", weight.tril(-1), x) + bias
    return -torch.distributions.Bernoulli(logits=logits).log_prob(x).sum(-1)
