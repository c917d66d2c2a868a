"""Images whose cost can be worked out by hand, of the likelihood functions."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

from .contributions import Asked, bernoulli_asked, categorical_asked, fvsbn_asked
from .likelihood_numbers import (
    BERNOULLI,
    CATEGORICAL,
    FVSBN,
    MISUSED,
    TELLING,
    VALUES,
)
from .scaled import scaled_mistakes


@dataclass(frozen=True)
class Example:
    """A question to a likelihood function, and what it should answer, (B,).

    `wrong` is said when it does not and makes none of the `slips`; `asked` is for the picture.
    """

    asked: Asked
    want: Tensor
    wrong: str
    slips: Slips


def bernoulli_examples() -> Iterator[Example]:
    """Return the question of `bernoulli_nll`, two images of 2 × 3 pixels."""
    # sigmoid(log 3) = 3/4, so the pixels cost log 2, log(4/3) or log 4: sums to do by hand.
    logits = torch.tensor([[0.0, math.log(3), 0.0], [-math.log(3), 0.0, math.log(3)]])
    logits = logits.view(1, 1, 2, 3).repeat(2, 1, 1, 1)
    x = torch.tensor([[1.0, 1, 0, 0, 1, 1], [0, 0, 1, 1, 0, 0]]).view(2, 1, 2, 3)
    of_what_comes = torch.tensor([[2.0, 3, 2, 3, 2, 3], [2, 1, 2, 1, 2, 1]]).view(2, 2, 3) / 4
    cost = -of_what_comes.double().log()
    want = torch.tensor([3 * math.log(2) + 3 * math.log(4 / 3), 3 * math.log(2) + 3 * math.log(4)])
    wrong = said("Logits 0 and log 3 mean probabilities 1/2 and 3/4 of a 1: add up -log p(pixel).")
    slips = {**scaled_mistakes(want, 6), **BERNOULLI}
    yield Example(bernoulli_asked(logits, x, cost), want, wrong, slips)


def categorical_examples() -> Iterator[Example]:
    """Return the questions of `categorical_nll`, for some numbers of values."""
    for place, values in enumerate(VALUES):
        x = torch.arange(2 * 3 * 2 * 1).view(2, 3, 2, 1) * 5 % values
        logits = torch.full((2, values, 3, 2, 1), 1.5)
        want = torch.full((2,), 6 * math.log(values))
        wrong = said(
            "With {values} equal logits an image of 3 × 2 × 1 costs 6 log {values} nats.",
            values=values,
        )
        cost = torch.full((2, 3, 2), math.log(values), dtype=torch.float64)
        others = {text: torch.full((2,), each[place]) for text, each in CATEGORICAL.items()}
        asked = categorical_asked(logits, x, cost)
        yield Example(asked, want, wrong, {**scaled_mistakes(want, 6), **others})


def fvsbn_example() -> Example:
    """Return the question of `fvsbn_nll`, three rows of three dimensions."""
    log3, log9 = math.log(3), math.log(9)
    weight = torch.tensor([[0.0, 0, 0], [log3, 0, 0], [log3, -log9, 0]])
    bias = torch.tensor([log3, 0.0, 0.0])
    x = torch.tensor([[1.0, 1, 0], [0, 1, 1], [0, 0, 0]])
    of_what_comes = torch.tensor(
        [[3 / 4, 3 / 4, 3 / 4], [1 / 4, 1 / 2, 1 / 10], [1 / 4, 1 / 2, 1 / 2]]
    )
    want = torch.tensor([64 / 27, 80.0, 16.0]).log()
    wrong = said(
        "x = (1, 1, 0) has probability 3/4 · 3/4 · 3/4 here: one sigmoid for each dimension."
    )
    asked = fvsbn_asked(x, weight, bias, -of_what_comes.double().log())
    return Example(asked, want, wrong, {**scaled_mistakes(want, 3), **FVSBN})


def misused(rows: int) -> dict[str, Tensor]:
    """Return what misuses of the weight answer to all rows of eight dimensions, where we know."""
    found = {}
    for text, told in MISUSED.items():
        found[text] = torch.full((rows,), torch.nan)
        found[text][TELLING] = told
    return found
