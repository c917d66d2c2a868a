"""Weights that checks load into an `FVSBN`."""

import torch

from autograder.checking.check import Context

from .model import Weights

CERTAIN = 10.0  # logits of what repeats the first coin


def drawn_weights(ctx: Context, dims: int, scale: float, above: float) -> Weights:
    """Draw weights of this scale, with `above` on and above the diagonal."""
    weight = scale * ctx.randn(dims, dims)
    rest = torch.full((dims, dims), above).triu()
    return Weights(weight.tril(-1) + rest, scale * ctx.randn(dims))


def unmasked(ctx: Context, dims: int) -> Weights:
    """Draw weights of which all are alike, also those on and above the diagonal."""
    return Weights(2 * ctx.randn(dims, dims), ctx.randn(dims))


def copying(dims: int) -> Weights:
    """Return weights by which a first fair coin decides all the others."""
    weight, bias = torch.zeros(dims, dims), torch.full((dims,), -CERTAIN)
    weight[1:, 0], bias[0] = 2 * CERTAIN, 0.0
    return Weights(weight, bias)


def fair(dims: int) -> Weights:
    """Return weights of fair coins."""
    return Weights(torch.zeros(dims, dims), torch.zeros(dims))
