"""The numbers that visible checks of `optimum` hold are those of the hidden formulas."""

import math
from collections.abc import Mapping
from itertools import combinations

import pytest
import torch
from torch import Tensor

from assignments.games.checks.for_optimum import by_hand, picture
from assignments.games.checks.for_optimum.mistakes import (
    best_slips,
    divergence_slips,
    gradient_slips,
    value_slips,
)
from assignments.games.checks.for_optimum.truth import (
    best_of,
    divergence_of,
    gradient_of,
    value_of,
)
from autograder.checking.slips import Slips, evaluated
from solutions.games import optimum
from tests.support.numbers import same

P, Q = by_hand.P.double(), by_hand.Q.double()


def same_where_held(held: Slips, want: Tensor, slips: Mapping[str, Tensor]) -> None:
    """Fail unless the sentences that are held name the numbers of the hidden table."""
    found = evaluated(held, 0.9 * want, want, (), {})
    assert len(found) >= 4
    for text, number in found.items():
        same(number, slips[text])


def test_the_optimal_discriminator() -> None:
    want = best_of(P, Q)
    same(by_hand.BEST, want)
    same(optimum.optimal_discriminator(P, Q), want)
    slips = best_slips(P, Q, want, 0.9 * want)
    same_where_held(by_hand.BEST_SLIPS, want, slips)


def test_the_value_of_the_game() -> None:
    for logits, number, held in (
        (by_hand.LOGITS.double(), by_hand.VALUE, by_hand.VALUE_SLIPS),
        (by_hand.SURE.double(), by_hand.SURE_VALUE, by_hand.SURE_SLIPS),
    ):
        want = value_of(P, Q, logits)
        same(number, want)
        same(optimum.game_value(P, Q, logits), want)
        same_where_held(held, want, value_slips(P, Q, logits, want))


def test_the_divergence() -> None:
    for laws, number, held in (
        ((by_hand.FULL_P.double(), by_hand.FULL_Q.double()), by_hand.FULL, by_hand.FULL_SLIPS),
        ((P, Q), by_hand.DIVERGENCE, by_hand.DIVERGENCE_SLIPS),
    ):
        want = divergence_of(*laws)
        same(number, want)
        same(optimum.jensen_shannon(*laws), want)
        same_where_held(held, want, divergence_slips(*laws, want))


@pytest.mark.parametrize("kind", ["non_saturating", "saturating"])
def test_the_gradient_of_a_generator(kind: str) -> None:
    theta, logits = by_hand.THETA.double(), by_hand.SAID.double()
    number, held = by_hand.GRADIENT[kind]
    want = gradient_of(theta, logits, kind)
    same(number, want)
    same(optimum.generator_gradient(theta, logits, kind), want)
    same_where_held(held, want, gradient_slips(theta, logits, want, kind))


def test_the_gradient_is_that_of_autograd() -> None:
    theta = by_hand.THETA.double().requires_grad_()
    logits = by_hand.SAID.double()
    expected = (theta.softmax(0) * -torch.nn.functional.logsigmoid(logits)).sum()
    [slope] = torch.autograd.grad(expected, theta)
    same(gradient_of(theta.detach(), logits), slope)


def test_the_values_of_the_picture() -> None:
    for t, due in zip(picture.APART, picture.DUE, strict=True):
        p = torch.tensor([0.5, 0.5, 0.0]).double()
        q = torch.tensor([(1 - t) / 2, (1 - t) / 2, t]).double()
        same(torch.tensor(due), 2 * divergence_of(p, q) - math.log(4))


@pytest.mark.parametrize(
    ("slips", "want"),
    [
        (by_hand.BEST_SLIPS, by_hand.BEST),
        (by_hand.VALUE_SLIPS, by_hand.VALUE),
        (by_hand.SURE_SLIPS, by_hand.SURE_VALUE),
        (by_hand.FULL_SLIPS, by_hand.FULL),
        (by_hand.DIVERGENCE_SLIPS, by_hand.DIVERGENCE),
        *((slips, want) for want, slips in by_hand.GRADIENT.values()),
    ],
)
def test_no_mistake_is_right_and_no_two_are_one(slips: Slips, want: Tensor) -> None:
    answers = [want, *evaluated(slips, 0.9 * want, want, (), {}).values()]
    for one, other in combinations(answers, 2):
        both = ~(one.isnan() | other.isnan())
        assert float((one.double() - other.double())[both].abs().max()) > 5e-4
