"""Hidden queries, keys, masks and lengths."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

from .truth import Case, weights_of

HIDDEN = True  # never released

# B, Q, K, d: all unequal, all equal, one of each; more queries than keys and fewer.
SIZES = ((2, 3, 4, 5), (3, 3, 3, 3), (1, 1, 1, 1), (2, 5, 3, 1), (1, 2, 6, 4), (4, 1, 2, 3))
SCALES = (1.0, 0.5, 1.0, 2.0, -1.5, 0.25)


def drawn_free(ctx: Context, dtype: torch.dtype) -> Iterator[Case]:
    """Draw queries and keys of all sizes, without a mask."""
    for (batch, queries, keys, entries), scale in zip(SIZES, SCALES, strict=True):
        query = ctx.randn(batch, queries, entries, dtype=dtype)
        yield Case(query, ctx.randn(batch, keys, entries, dtype=dtype), None, scale)


def drawn_mask(ctx: Context, *shape: int) -> Tensor:
    """Draw a mask, bool, of which each row allows something and forbids something."""
    mask = ctx.bernoulli(*shape) > 0
    first = ctx.randint(shape[-1], *shape[:-1], 1)
    mask.scatter_(-1, first, torch.ones_like(first, dtype=torch.bool))
    after = (first + 1) % shape[-1]
    return mask.scatter_(-1, after, torch.zeros_like(after, dtype=torch.bool))


def drawn_masked(ctx: Context, dtype: torch.dtype) -> Iterator[Case]:
    """Draw masks of every shape that broadcasts, with rows that are empty, full, or of one key."""
    each = drawn_mask(ctx, 2, 4, 5)
    each[0, 1], each[1, 2] = False, True
    each[1, 0] = torch.arange(5) == ctx.between(0, 4)
    whole = torch.tensor([[[True], [False], [True]]])  # a query sees all or nothing
    lengths = torch.tensor([4, 1, 0, 2])
    padded = torch.arange(4) < lengths.view(-1, 1, 1)
    masks = (
        *((each, (2, 4, 5, 3)), (padded, (4, 3, 4, 2)), (whole, (2, 3, 4, 5))),
        (drawn_mask(ctx, 3, 3), (3, 3, 3, 3)),
        (torch.ones(4, 4, dtype=torch.bool).tril(), (2, 4, 4, 3)),
        *((drawn_mask(ctx, 5), (2, 3, 5, 2)), (drawn_mask(ctx, 1, 2, 4), (3, 2, 4, 4))),
        (torch.ones(1, 1, 1, dtype=torch.bool), (1, 2, 1, 2)),
    )
    for place, (mask, (batch, queries, keys, entries)) in enumerate(masks):
        query = ctx.randn(batch, queries, entries, dtype=dtype)
        scale = (0.5, 1.0, 2.0)[place % 3]
        yield Case(query, ctx.randn(batch, keys, entries, dtype=dtype), mask, scale)


def large_cases(ctx: Context, dtype: torch.dtype) -> Iterator[Case]:
    """Draw scores up to ±10,000, of whole numbers, so that nobody's rounding matters.

    High ones beside low ones, all high, all low; and those that are forbidden far above all that
    are allowed, so that a fill of −10,000, or the largest of all scores, is too much.
    """
    high, low = torch.tensor([[99.0, -100, 99, 0]]), torch.tensor([[-100.0, -100, -100, -100]])
    crossed = torch.tensor([[-100.0, -100, 99, -100]])
    some, two = torch.tensor([True, True, False, True]), torch.tensor([True, False, True, True])
    query = torch.tensor([[[100.0, 1], [99, -1]]], dtype=dtype)
    for heights, mask in ((high, None), (-low - 1, None), (low, None), (crossed, some), (low, two)):
        little = torch.randperm(4, generator=ctx.stream).unsqueeze(0)  # no two the same
        keys = torch.stack([heights, little], 2).to(dtype)
        for scale in (1.0, 0.5):
            yield Case(query, keys, mask, scale)


@dataclass(frozen=True)
class Lengths:
    """Lengths (B,) of texts, and the number of places."""

    lengths: Tensor
    size: int

    @property
    def want(self) -> Tensor:
        """Which places hold a token, bool (B, size)."""
        return torch.arange(self.size) < self.lengths.unsqueeze(1)

    def slips(self) -> SlipAnswers:
        """Return what mistakes answer."""
        places, lengths = torch.arange(self.size), self.lengths.unsqueeze(1)
        return {
            "True marks a true token, False the padding: yours is the other way round.": (
                places >= lengths
            ),
            "One place too many: a text of length n has places 0 to n − 1.": places <= lengths,
            "One place too few: a text of length n has places 0 to n − 1.": places < lengths - 1,
            "Padding comes after the text: here it comes before.": places >= self.size - lengths,
            "A text of length 0 has no token at all: its row is all False.": (
                places < lengths.clamp(min=1)
            ),
            "A text may be as long as `size`: then all its row is True.": (
                places < lengths.clamp(max=self.size - 1)
            ),
        }


def drawn_lengths(ctx: Context) -> Iterator[Lengths]:
    """Draw lengths with 0, `size` and all between among them; one text; one place."""
    for size, count in ((5, 5), (9, 4), (3, 3)):
        between = 1 + ctx.randint(size - 1, count)
        both = torch.cat([between, torch.tensor([0, size])])
        yield Lengths(both[torch.randperm(count + 2, generator=ctx.stream)], size)
    yield from (Lengths(torch.tensor([1]), 1), Lengths(torch.tensor([0]), 1))
    yield Lengths(torch.tensor([ctx.between(1, 5)]), 6)


@dataclass(frozen=True)
class Averaged:
    """A question of attention with values (B, K, e), and what comes of it."""

    case: Case
    values: Tensor

    @property
    def named(self) -> dict[str, Any]:
        """The arguments by name, without those that are as by default."""
        return {**self.case.named, "values": self.values}

    @property
    def whole(self) -> dict[str, Any]:
        """All arguments, in the contract's order."""
        case = self.case
        return {
            "query": case.query,
            "keys": case.keys,
            "values": self.values,
            "allowed": case.allowed,
            "scale": case.scale,
        }

    @property
    def want(self) -> Tensor:
        """The context, (B, Q, e) in float64."""
        return self.case.want @ self.values.double()

    def slips(self) -> SlipAnswers:
        """Return what mistakes of the weights and of the average answer."""
        values = self.values.double()
        found = {told: wrong @ values for told, wrong in self.case.slips().items()}
        found["All values weigh the same here: average them with the attention weights."] = (
            values.mean(1, keepdim=True).expand(self.want.shape)
        )
        if self.case.keys.shape == self.values.shape:
            found["The values are averaged, not the keys."] = (
                self.case.want @ self.case.keys.double()
            )
        return found


def drawn_averaged(ctx: Context, dtype: torch.dtype) -> Iterator[Averaged]:
    """Draw values of other widths than the keys, and of the same."""
    for place, case in enumerate([*drawn_free(ctx, dtype), *drawn_masked(ctx, dtype)]):
        batch, keys, entries = case.keys.shape
        width = (entries + 2, entries, 1)[place % 3]
        yield Averaged(case, ctx.randn(batch, keys, width, dtype=dtype))


def context_of(
    query: Tensor, keys: Tensor, values: Tensor, allowed: Tensor | None, scale: float
) -> Tensor:
    """Return the context, for its gradients."""
    return weights_of(query, keys, allowed, scale) @ values.double()
