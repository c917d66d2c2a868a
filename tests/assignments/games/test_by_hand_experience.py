"""The numbers that visible checks of `experience` hold are those of the hidden formulas."""

from itertools import combinations

import pytest
import torch
from torch import Tensor

from assignments.games.checks.for_experience import by_hand, picture
from assignments.games.checks.for_experience.policy import loss_of, reinforce_slips
from assignments.games.checks.for_experience.returns import Episode, returns_slips
from autograder.checking.slips import Slips, evaluated
from solutions.games import experience
from tests.support.numbers import same


def test_the_best_actions() -> None:
    assert torch.equal(by_hand.BEST, by_hand.Q.argmax(1))
    assert torch.equal(by_hand.BEST, experience.epsilon_greedy(by_hand.Q, 0.0))
    least, second = evaluated(by_hand.BEST_SLIPS, by_hand.BEST, by_hand.BEST, (), {}).values()
    assert torch.equal(least, by_hand.Q.argmin(1))
    assert torch.equal(second, by_hand.Q.argsort(1)[:, -2])


def test_the_returns() -> None:
    reward = by_hand.REWARD.double()
    want = Episode(reward, by_hand.GAMMA).want
    same(by_hand.RETURNS, want)
    same(experience.discounted_returns(reward, by_hand.GAMMA), want)
    slips = returns_slips(reward, by_hand.GAMMA, want)
    for text, number in evaluated(by_hand.RETURNS_SLIPS, want, want, (), {}).items():
        same(number, slips[text])


@pytest.mark.parametrize(
    ("baseline", "number", "held"),
    [
        (0.0, by_hand.PLAIN, by_hand.PLAIN_SLIPS),
        (by_hand.BASELINE, by_hand.NUMBER, by_hand.NUMBER_SLIPS),
        (by_hand.BASELINES, by_hand.ROWS, by_hand.ROWS_SLIPS),
    ],
)
def test_the_loss(baseline: float | Tensor, number: Tensor, held: Slips) -> None:
    given = by_hand.LOGITS.double(), by_hand.ACTION, by_hand.BROUGHT.double()
    want = loss_of(*given, baseline)
    same(number, want)
    same(experience.reinforce_loss(*given, baseline), want)
    slips = reinforce_slips(*given, want, baseline)
    found = evaluated(held, want, want, (), {})
    assert len(found) >= 10
    for text, wrong in found.items():
        same(wrong, slips[text])


def test_the_returns_of_the_picture() -> None:
    for gamma, due in picture.DUE.items():
        reward = torch.tensor(picture.REWARD, dtype=torch.float64)
        same(torch.tensor(due), Episode(reward, gamma).want)


@pytest.mark.parametrize(
    ("slips", "want"),
    [
        (by_hand.RETURNS_SLIPS, by_hand.RETURNS),
        (by_hand.PLAIN_SLIPS, by_hand.PLAIN),
        (by_hand.NUMBER_SLIPS, by_hand.NUMBER),
        (by_hand.ROWS_SLIPS, by_hand.ROWS),
    ],
)
def test_no_mistake_is_right_and_no_two_are_one(slips: Slips, want: Tensor) -> None:
    answers = [want, *evaluated(slips, want, want, (), {}).values()]
    for one, other in combinations(answers, 2):
        assert float((one.double() - other.double()).abs().max()) > 1e-4
