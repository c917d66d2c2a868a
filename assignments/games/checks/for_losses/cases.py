"""Hidden logits of real samples and of fakes: near 0, where all is told apart, and extreme ones."""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.checking.check import Context

HIDDEN = True  # never released

Pair = tuple[Tensor, Tensor]

# N and M: unequal both ways, equal, one of each; some twice, for what remembers by the size; many.
SIZES = ((2, 5), (6, 3), (4, 4), (1, 1), (1, 6), (7, 1), (2, 5), (6, 3), (260, 190))
REACH = 3.0  # so that log(1 − sigmoid) has its digits in float32, too: extremes are told apart
SCALES = (10_000.0, 800.0, 100.0, 40.0, 15.0)  # the largest first: its mistakes have names
OTHERS = ("minimax", "non-saturating", "Saturating", "", "wasserstein")


def drawn_logits(ctx: Context, count: int, dtype: torch.dtype) -> Tensor:
    """Draw logits between ±REACH."""
    return (REACH * (2 * ctx.rand(count, dtype=torch.float64) - 1)).to(dtype)


def drawn_pairs(ctx: Context, dtype: torch.dtype) -> Iterator[Pair]:
    """Draw logits of all sizes; the real ones are higher by one, so that no two means are near."""
    for real, fake in SIZES:
        yield drawn_logits(ctx, real, dtype) + 1, drawn_logits(ctx, fake, dtype)


def extreme_logits(ctx: Context, dtype: torch.dtype) -> Iterator[Tensor]:
    """Draw large logits of one sign, of the other, and of both beside one of usual size."""
    for scale in SCALES:
        some = scale * (1 - 0.2 * ctx.rand(3, dtype=torch.float64))
        for logits in (some[:1], -some[:2], torch.stack([some[0], -some[1], some[2] / scale])):
            yield logits.to(dtype)


def extreme_pairs(ctx: Context, dtype: torch.dtype) -> Iterator[Pair]:
    """Draw large logits of real samples beside usual ones of fakes, and the other way round."""
    for logits in extreme_logits(ctx, dtype):
        usual = drawn_logits(ctx, 2, dtype)
        yield logits, usual
        yield usual, logits


def barely(dtype: torch.dtype) -> Pair:
    """Return logits so near 0 that their sigmoid is ½ in this precision: their sign counts."""
    small = 1e-3 * torch.finfo(dtype).eps
    return torch.tensor([small, -small, 1.0]).to(dtype), torch.tensor([-small, 0.5]).to(dtype)


def with_zeros(ctx: Context, count: int, dtype: torch.dtype) -> Tensor:
    """Draw logits of which one, at least, is 0, one within ½ of 0 and one further on, if so many.

    Both signs come, so that no share is 0 or 1.
    """
    logits = drawn_logits(ctx, count, dtype)
    known = torch.tensor([0.0, 0.3, -0.3, 2.0, -2.0, 0.0])[:count].to(dtype)
    logits[: len(known)] = known
    return logits[torch.randperm(count, generator=ctx.stream)]
