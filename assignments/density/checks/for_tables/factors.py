"""What the usual mistakes make of a table that is read by the chain rule."""

import math

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

HIDDEN = True  # never released


def chain_slips(table: Tensor, x: Tensor, want: Tensor, got: Tensor) -> SlipAnswers:
    """Return what the usual mistakes make of the factors of a table."""
    factors = want.exp()
    epsilon = (got.exp() - factors).median()
    return {
        "These are bits, no nats.": want / math.log(2),
        "The sign is turned round.": -want,
        "These are probabilities: take the logarithm.": factors,
        "This is P(x_1 … x_i). Divide P(x_1 … x_i) by P(x_1 … x_{i−1}).": want.cumsum(1),
        "This is P(x_i) alone. Divide P(x_1 … x_i) by P(x_1 … x_{i−1}).": _given(table, x, 0),
        "Each is given the later ones: the past is x_1 … x_{i−1}.": _given_later(table, x),
        "The whole past counts, not the last dimension alone.": _given(table, x, 1),
        "The first factor is P(x_1).": torch.cat([0 * want[:, :1], want[:, 1:]], 1),
        "This is the probability of a one, not of what came.": torch.where(
            x > 0, want, (-factors).log1p()
        ),
        "This is the probability of a zero, not of what came.": torch.where(
            x > 0, (-factors).log1p(), want
        ),
        "No epsilon in the logarithm.": (factors + epsilon).log(),
    }


def _marginal(table: Tensor, x: Tensor, first: int, last: int) -> Tensor:
    """Return P(x_first … x_last) of each row, (B,), the last not included; none are 1."""
    others = [d for d in range(table.ndim) if not first <= d < last]
    kept = table.sum(others) if others else table
    if first == last:
        return torch.ones_like(x[:, 0])
    return kept[tuple(x.long()[:, first:last].unbind(1))]


def _given(table: Tensor, x: Tensor, length: int) -> Tensor:
    """Return log P(x_i | the last `length` ones before it), (B, D)."""
    starts = [max(0, i - length) for i in range(table.ndim)]
    factors = [
        _marginal(table, x, start, i + 1) / _marginal(table, x, start, i)
        for i, start in enumerate(starts)
    ]
    return torch.stack(factors, 1).log()


def _given_later(table: Tensor, x: Tensor) -> Tensor:
    """Return log P(x_i | all later ones), (B, D)."""
    dims = table.ndim
    factors = [_marginal(table, x, i, dims) / _marginal(table, x, i + 1, dims) for i in range(dims)]
    return torch.stack(factors, 1).log()
