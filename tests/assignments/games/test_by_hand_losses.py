"""The numbers that visible checks of `losses` hold are those of the hidden formulas."""

from itertools import combinations

import pytest
import torch

from assignments.games.checks.for_losses import by_hand, picture
from assignments.games.checks.for_losses.report_truth import report_of, report_slips
from assignments.games.checks.for_losses.truth import (
    discriminator_of,
    discriminator_slips,
    generator_of,
    generator_slips,
    slope_of,
    slope_slips,
)
from autograder.checking.slips import Slips, evaluated
from solutions.games import losses
from tests.support.numbers import same, same_table

REAL, FAKE = by_hand.REAL.double(), by_hand.FAKE.double()
KINDS = ("non_saturating", "saturating")


def test_the_loss_of_a_discriminator() -> None:
    want = discriminator_of(REAL, FAKE)
    same(by_hand.LOSS, want)
    same(losses.discriminator_loss(REAL, FAKE), want)
    same_table(by_hand.LOSS_SLIPS, want, want, discriminator_slips(REAL, FAKE, want))


@pytest.mark.parametrize("kind", KINDS)
def test_losses_and_slopes_of_a_generator(kind: str) -> None:
    number, slips = by_hand.GENERATOR[kind]
    want = generator_of(FAKE, kind)
    same(number, want)
    same(losses.generator_loss(FAKE, kind), want)
    same_table(slips, want, want, generator_slips(FAKE, want, kind))
    slopes, slips = by_hand.SLOPE[kind]
    want = slope_of(FAKE, kind)
    same(slopes, want)
    same(losses.generator_slope(FAKE, kind), want)
    same_table(slips, want, want, slope_slips(FAKE, want, kind))


def test_the_report() -> None:
    given = by_hand.REPORT_REAL.double(), by_hand.REPORT_FAKE.double()
    assert report_of(*given) == pytest.approx(by_hand.REPORT, abs=1e-6)
    assert losses.discriminator_report(*given) == pytest.approx(by_hand.REPORT, abs=1e-6)
    for key, slips in report_slips(*given).items():
        assert by_hand.REPORT_SLIPS[key] == pytest.approx(slips, abs=1e-6)
        told = [by_hand.REPORT[key], *slips.values()]
        assert min(abs(a - b) for a, b in combinations(told, 2)) > 1e-3


def test_the_slopes_of_the_picture() -> None:
    logits = torch.tensor(picture.LOGITS, dtype=torch.float64)
    for kind, due in picture.DUE.items():
        same(torch.tensor(due), slope_of(logits, kind))


@pytest.mark.parametrize(
    ("slips", "want"),
    [
        (by_hand.LOSS_SLIPS, by_hand.LOSS),
        *((by_hand.GENERATOR[kind][1], by_hand.GENERATOR[kind][0]) for kind in KINDS),
        *((by_hand.SLOPE[kind][1], by_hand.SLOPE[kind][0]) for kind in KINDS),
    ],
)
def test_no_mistake_is_right_and_no_two_are_one(slips: Slips, want: torch.Tensor) -> None:
    answers = [want, *evaluated(slips, want, want, (), {}).values()]
    for one, other in combinations(answers, 2):
        assert float((one.double() - other.double()).abs().max()) > 1e-3
