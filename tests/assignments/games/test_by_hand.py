"""What the visible checks of `games` hold by hand is what the references answer."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
import torch

from autograder.checking.slips import Slips, evaluated
from solutions.games import duel, experience, losses, optimum, qlearning, search
from tests.assignments.games.facts import KINDS, part
from tests.support.numbers import same


def by_hand(exercise: str) -> Mapping[str, Any]:
    """Return the module of an exercise's numbers."""
    return part(exercise, "by_hand")


def floats(report: Mapping[str, float]) -> torch.Tensor:
    return torch.tensor([*report.values()], dtype=torch.float64)


def test_losses() -> None:
    held = by_hand("losses")
    real, fake = held["REAL"], held["FAKE"]
    same(held["LOSS"], losses.discriminator_loss(real, fake))
    for kind in KINDS:
        same(held["GENERATOR"][kind], losses.generator_loss(fake, kind))
        same(held["SLOPES"][kind], losses.generator_slope(fake, kind))
    same(floats(held["REPORT"]), floats(losses.discriminator_report(real, fake)))


def test_optimum() -> None:
    held = by_hand("optimum")
    p, q = held["P"], held["Q"]
    same(held["BEST"], optimum.optimal_discriminator(p, q))
    for logits, value in (("LOGITS", "VALUE"), ("FINITE", "FINITE_VALUE")):
        same(torch.tensor(held[value]), optimum.game_value(p, q, held[logits]))
    same(torch.tensor(held["DIVERGENCE"]), optimum.jensen_shannon(p, q))
    for kind in KINDS:
        gradient = optimum.generator_gradient(held["THETA"], held["SAID"], kind)
        same(held["GRADIENT"], gradient)


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


def test_experience() -> None:
    held = by_hand("experience")
    same(held["BEST"], experience.epsilon_greedy(held["Q"], 0.0))
    same(held["RETURNS"], experience.discounted_returns(held["REWARD"], 0.5))
    args = (held["LOGITS"], held["ACTION"], held["BROUGHT"], held["BASELINE"])
    same(torch.tensor(held["WANT"]), experience.reinforce_loss(*args))


def test_search() -> None:
    held = by_hand("search")
    for logits in ("LOGITS", "JUNK"):
        same(held["POLICY"], search.legal_policy(held[logits], held["LEGAL"]))
    args = (held["PRIOR"], held["VISITS"], held["TOTAL"], held["C"])
    same(held["SCORES"], search.puct_scores(*args))
    for temperature, want in held["POLICIES"].items():
        same(want, search.visit_policy(held["COUNTS"], temperature))


@pytest.mark.parametrize(
    ("exercise", "table", "right"),
    [
        ("losses", "LOSS_SLIPS", "LOSS"),
        ("losses", "UP_SLIPS", "UP"),
        ("losses", "DOWN_SLIPS", "DOWN"),
        ("optimum", "BEST_SLIPS", "BEST"),
        ("optimum", "NON_SATURATING_SLIPS", "GRADIENT"),
        ("optimum", "SATURATING_SLIPS", "GRADIENT"),
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
