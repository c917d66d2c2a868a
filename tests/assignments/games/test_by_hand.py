"""What the visible checks of `games` hold by hand is what the references answer; more beside."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
import torch

from autograder.checking.slips import Slips, evaluated
from solutions.games import duel, qlearning
from tests.assignments.games.facts import part
from tests.support.numbers import same


def by_hand(exercise: str) -> Mapping[str, Any]:
    """Return the module of an exercise's numbers."""
    return part(exercise, "by_hand")


def floats(report: Mapping[str, float]) -> torch.Tensor:
    return torch.tensor([*report.values()], dtype=torch.float64)


def test_duel() -> None:
    held = by_hand("duel")
    report = duel.mode_report(held["SAMPLES"], held["CENTRES"], held["RADIUS"])
    same(floats(held["REPORT"]), floats(report))
    assert [*map(type, report.values())] == [*map(type, held["REPORT"].values())]


def test_qlearning() -> None:
    held = by_hand("qlearning")
    world = (held["THERE"], held["REWARD"], held["END"], held["GAMMA"])
    for sweeps, want in held["SWEPT"].items():
        same(want, qlearning.value_iteration(*world, sweeps))
    target = qlearning.td_target(torch.ones(3), held["DONE"], held["NEXT_Q"], held["GAMMA"])
    same(held["TARGET"], target)
    same(held["LOSS"], qlearning.td_loss(held["TAKEN"], held["ACTION"], held["ZERO"]))


@pytest.mark.parametrize(
    ("exercise", "table", "right"),
    [
        ("qlearning", "TARGET_SLIPS", "TARGET"),
        ("qlearning", "LOSS_SLIPS", "LOSS"),
        ("experience", "RETURNS_SLIPS", "RETURNS"),
        ("search", "POLICY_SLIPS", "POLICY"),
        ("search", "SCORE_SLIPS", "SCORES"),
    ],
)
def test_no_mistake_looks_right_by_hand(exercise: str, table: str, right: str) -> None:
    held = by_hand(exercise)
    slips: Slips = held[table]
    want = held[right]
    for sentence, wrong in evaluated(slips, want, want, (), {}).items():
        known = ~wrong.isnan()
        gap = (wrong - want)[known].abs().max().item()
        assert gap > 0.01, sentence
        assert not math.isnan(gap)
