"""Images whose cost can be worked out by hand, of the likelihood functions."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from . import costs
from .contributions import Asked, bernoulli_asked, categorical_asked


@dataclass(frozen=True)
class Example:
    """A question to a likelihood function, and what it should answer, (B,).

    `wrong` is said when it does not and makes none of the `slips`; `asked` is for the picture.
    """

    asked: Asked
    logits: Tensor
    x: Tensor
    want: Tensor
    wrong: str
    slips: Callable[[Tensor, Tensor], SlipAnswers]


def bernoulli_examples() -> Iterator[Example]:
    """Return the question of `bernoulli_nll`, two images of 2 × 3 pixels."""
    # sigmoid(log 3) = 3/4, so the pixels cost log 2, log(4/3) or log 4: sums to do by hand.
    logits = torch.tensor([[0.0, math.log(3), 0.0], [-math.log(3), 0.0, math.log(3)]])
    logits = logits.view(1, 1, 2, 3).repeat(2, 1, 1, 1)
    x = torch.tensor([[1.0, 1, 0, 0, 1, 1], [0, 0, 1, 1, 0, 0]]).view(2, 1, 2, 3)
    want = torch.tensor([3 * math.log(2) + 3 * math.log(4 / 3), 3 * math.log(2) + 3 * math.log(4)])
    wrong = said("Logits 0 and log 3 mean probabilities 1/2 and 3/4 of a 1: add up -log p(pixel).")
    yield Example(bernoulli_asked(logits, x), logits, x, want, wrong, costs.bernoulli_mistakes)


def categorical_examples() -> Iterator[Example]:
    """Return the questions of `categorical_nll`, for some numbers of values."""
    for values in (2, 4, 256):
        x = torch.arange(2 * 3 * 2 * 1).view(2, 3, 2, 1) * 5 % values
        logits = torch.full((2, values, 3, 2, 1), 1.5)
        want = torch.full((2,), 6 * math.log(values))
        wrong = said(
            "With {values} equal logits an image of 3 × 2 × 1 costs 6 log {values} nats.",
            values=values,
        )
        asked = categorical_asked(logits, x)
        yield Example(asked, logits, x, want, wrong, costs.categorical_mistakes)
