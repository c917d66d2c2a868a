"""The two likelihoods of images, and on which images they are asked, drawn from the secret."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.context import Context
from autograder.checking.sizes import different
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from . import costs
from .answers import LARGE

HIDDEN = True  # never released

POWER = 1024.0  # of two: sums of its multiples are exact, however they are taken

# A dtype, and from where to draw the number of images, and the channels. No two sizes of one image
# are equal, so no axis can stand in for another unseen. One image alone shows who lets `squeeze`
# take the batch away; and some batches are larger than any that a visible check asks for.
BINARY_CASES: list[tuple[torch.dtype, tuple[int, int], int]] = [
    (torch.float32, (2, 3), 1),
    (torch.float64, (65, 90), 1),
    (torch.float32, (2, 3), 3),
    (torch.float64, (1, 1), 3),
]
# The same, with the number of values last.
VALUE_CASES: list[tuple[torch.dtype, tuple[int, int], int, tuple[int, int]]] = [
    (torch.float32, (2, 3), 1, (2, 2)),
    (torch.float64, (2, 3), 3, (3, 6)),
    (torch.float32, (1, 1), 3, (7, 12)),
    (torch.float32, (1, 2), 1, (257, 300)),
    (torch.float64, (65, 90), 1, (2, 5)),
]


@dataclass(frozen=True)
class Case:
    """Logits and images to ask about; what is `wrong` when a number is, and none of the slips."""

    logits: Tensor
    x: Tensor
    wrong: str = ""


@dataclass(frozen=True)
class Likelihood:
    """A likelihood function of the student's for images, and what it is asked.

    `cost` maps logits and images to the cost of each entry; `slips`, to what the usual mistakes
    answer, and `large_slips` to those of large logits. `values`, `large` and `gradient` make the
    cases of its checks.
    """

    name: str
    cost: Callable[[Tensor, Tensor], Tensor]
    slips: Callable[[Tensor, Tensor], SlipAnswers]
    large_slips: Callable[[Tensor, Tensor], SlipAnswers]
    values: Callable[[Context], Iterator[Case]]
    large: Callable[[Context, torch.dtype], Iterator[Case]]
    gradient: Callable[[Context], Case]

    def nll(self, case: Case) -> Tensor:
        """Return the right numbers, float64 (B,)."""
        return self.cost(case.logits, case.x).flatten(1).sum(1)


def image_of(draw: torch.Generator, channels: int) -> list[int]:
    """Draw a shape (C, H, W)."""
    return [channels, *different(draw, 2, 4, 7)]


def _bernoulli_values(ctx: Context) -> Iterator[Case]:
    for dtype, images, channels in BINARY_CASES:
        shape = [ctx.between(*images), *image_of(ctx.stream, channels)]
        logits = 2 * ctx.randn(*shape, dtype=dtype)
        wrong = said(
            "`bernoulli_nll` is not -log p(x) for {shape} images in {dtype}.",
            shape=str(tuple(shape[1:])),
            dtype=str(dtype),
        )
        yield Case(logits, ctx.randint(2, *shape).to(dtype), wrong)


def _bernoulli_large(ctx: Context, dtype: torch.dtype) -> Iterator[Case]:
    for scale in (20.0, LARGE):
        logits = ctx.randn(3, 1, 3, 4, dtype=dtype)
        logits = scale * (logits if scale < LARGE else logits.sign())
        yield Case(logits, ctx.randint(2, *logits.shape).to(dtype))


def _bernoulli_gradient(ctx: Context) -> Case:
    logits = ctx.randn(3, *image_of(ctx.stream, 3), dtype=torch.float64)
    return Case(logits, ctx.randint(2, *logits.shape).double())


def _categorical_values(ctx: Context) -> Iterator[Case]:
    for dtype, few, channels, some in VALUE_CASES:
        images, values = ctx.between(*few), ctx.between(*some)
        image = image_of(ctx.stream, channels)
        logits = 2 * ctx.randn(images, values, *image, dtype=dtype)
        wrong = said(
            "`categorical_nll` is not -log p(x) for {values} values and {shape} images in {dtype}.",
            values=values,
            shape=str(tuple(image)),
            dtype=str(dtype),
        )
        yield Case(logits, ctx.randint(values, images, *image), wrong)


def _categorical_large(ctx: Context, dtype: torch.dtype) -> Iterator[Case]:
    for scale, shift in ((20.0, 0.0), (LARGE, 0.0), (1.0, LARGE - 8), (1.0, 8 - LARGE)):
        logits = ctx.randn(3, 4, 1, 2, 3, dtype=dtype)
        logits = scale * (logits if scale < LARGE else logits.sign()) + shift
        yield Case(logits, ctx.randint(4, 3, 1, 2, 3))


def _categorical_gradient(ctx: Context) -> Case:
    values, image = ctx.between(3, 6), image_of(ctx.stream, 3)
    logits = ctx.randn(3, values, *image, dtype=torch.float64)
    return Case(logits, ctx.randint(values, 3, *image))


def _none(logits: Tensor, x: Tensor) -> SlipAnswers:
    return {}


BERNOULLI = Likelihood(
    "bernoulli_nll",
    costs.bernoulli_cost,
    costs.bernoulli_mistakes,
    costs.from_sigmoid,
    _bernoulli_values,
    _bernoulli_large,
    _bernoulli_gradient,
)
CATEGORICAL = Likelihood(
    "categorical_nll",
    costs.categorical_cost,
    costs.categorical_mistakes,
    _none,
    _categorical_values,
    _categorical_large,
    _categorical_gradient,
)
