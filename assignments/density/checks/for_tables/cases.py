"""What hidden checks ask of tables: sizes, rows, and tables with and without zeros."""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.checking.check import Context

from .sizes import Sizes

HIDDEN = True  # never released

Pair = tuple[Tensor, Tensor]


def count_cases(ctx: Context) -> Iterator[Sizes]:
    """Return models of few and of many dimensions, each with any number of values."""
    for dims, values in ((1, 2), (5, 3), (ctx.between(6, 9), ctx.between(4, 7))):
        for order in {0, dims // 2, dims - 1}:
            yield Sizes(dims, order, ctx.between(1, 5), values)
    for values in (2, 3, 256):
        yield Sizes(64, ctx.between(9, 40), ctx.between(2, 50), values)
        yield Sizes(784, ctx.between(100, 783), ctx.between(2, 50), values)


def fit_cases(ctx: Context) -> Iterator[Tensor]:
    """Return rows (N, D): one, some that come again, and some without a row of ones."""
    yield ctx.bernoulli(1, 3)
    for dims in (1, 2, 3, 5):
        rows = ctx.bernoulli(ctx.between(6, 12), dims, p=0.6)
        yield torch.cat([rows, rows[:2], rows[:2]])
    rows = ctx.bernoulli(ctx.between(6, 12), 4, p=0.6)
    yield torch.cat([rows, 0 * rows[:, :1]], 1)


def drawn_table(ctx: Context, dims: int, dtype: torch.dtype) -> Tensor:
    """Draw a table (2,) * D whose entries are above 0."""
    logits = 1.2 * ctx.randn(2**dims, dtype=torch.float64)
    return logits.softmax(0).view((2,) * dims).to(dtype)


def drawn_pairs(ctx: Context, dtype: torch.dtype) -> list[Pair]:
    """Draw pairs of tables of one, two and four dimensions."""
    sizes = (1, 2, 2, 4)
    return [(drawn_table(ctx, n, dtype), drawn_table(ctx, n, dtype)) for n in sizes]


def with_zeros(ctx: Context, dtype: torch.dtype) -> tuple[Pair, Pair, Pair]:
    """Draw pairs with a 0 in p alone, in both, and in q alone."""
    p, q = (drawn_table(ctx, 3, dtype) for _ in range(2))
    spot = tuple(ctx.randint(2, 3).tolist())
    return (_without(p, spot), q), (_without(p, spot), _without(q, spot)), (p, _without(q, spot))


def _without(table: Tensor, spot: tuple[int, ...]) -> Tensor:
    """Return a table that never gives this row."""
    rest = table.clone()
    rest[spot] = 0
    return rest / rest.sum()
