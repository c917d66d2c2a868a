"""Views, broadcasting and float64 inside; an autograd function of its own for the coin."""

import math

import torch


class _Coin(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, x):
        ctx.save_for_backward(logits, x)
        signed = ((1 - 2 * x) * logits).double()
        return torch.logaddexp(signed, torch.zeros_like(signed)).to(logits.dtype)

    @staticmethod
    def backward(ctx, grad):
        logits, x = ctx.saved_tensors
        return grad * (logits.sigmoid() - x), None


def bernoulli_nll(logits, x):
    return _Coin.apply(logits, x).double().sum((1, 2, 3)).to(logits.dtype)


def categorical_nll(logits, x):
    last = logits.movedim(1, 4).double()
    chosen = torch.take_along_dim(last, x[..., None], dim=4)[..., 0]
    return (torch.logsumexp(last, 4) - chosen).sum((3, 2, 1)).to(logits.dtype)


def bits_per_dim(nll, num_dims):
    return nll.mul(1 / (num_dims * math.log(2)))


def fvsbn_nll(x, weight, bias):
    keep = torch.ones_like(weight).tril_(-1).bool()
    logits = torch.einsum("ij,bj->bi", weight.where(keep, 0), x) + bias
    return _Coin.apply(logits, x).sum(1)
