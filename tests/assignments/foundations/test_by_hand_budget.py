"""The numbers that visible checks of `foundations/budget` hold, computed again."""

import importlib
import math
from collections.abc import Mapping
from typing import Any

import pytest
import torch
from torch import nn

from autograder.checking.given import played
from autograder.checking.slips import evaluated
from autograder.course.loader import checks_for
from solutions.foundations import budget
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "foundations" / "checks"


def part(name: str) -> Mapping[str, Any]:
    """Return a module of `for_budget/`."""
    (one, *_) = [check for check in checks_for(CHECKS, "budget") if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return vars(importlib.import_module(f"{package}.for_budget.{name}"))


@pytest.fixture(scope="module")
def held() -> Mapping[str, Any]:
    return part("by_hand")


def test_the_right_speeds_and_costs(held: Mapping[str, Any]) -> None:
    assert budget.to_flops(held["GIGA"]) == pytest.approx(float(held["FAST"]))
    assert budget.to_flops(held["PETA"]) == pytest.approx(float(held["FASTER"]))
    cost = budget.training_cost(*held["GPT3"])
    found = torch.tensor([cost[key] for key in held["KEYS"]], dtype=torch.float64)
    torch.testing.assert_close(found, held["COST"], rtol=1e-8, atol=0)


def test_the_right_parameters_and_step(held: Mapping[str, Any]) -> None:
    model = played(held["LAYERS"])
    kept = budget.freeze(model, 1)
    assert [name for name, one in model.named_parameters() if any(one is k for k in kept)] == list(
        held["ONE"]
    )
    layer = played(held["LAYER"], held["ZERO"])
    loss = budget.finetune_step(layer, None, held["X"], held["LABELS"], held["RATE"])
    state = [one.flatten().double() for one in layer.state_dict().values()]
    row = torch.cat([torch.tensor([loss], dtype=torch.float64), *state])
    torch.testing.assert_close(row, held["STEPPED"], rtol=0, atol=1e-6)


def test_what_other_steps_lead_to(held: Mapping[str, Any]) -> None:
    slips = evaluated(held["STEP_SLIPS"], held["STEPPED"], held["STEPPED"], (), {})
    (after,) = [row for text, row in slips.items() if text.startswith("The loss before")]
    layer = played(held["LAYER"], held["ZERO"])
    for _ in range(2):
        loss = budget.finetune_step(layer, None, held["X"], held["LABELS"], held["RATE"])
    assert float(after[0]) == pytest.approx(loss, abs=1e-6)
    adam = played(held["LAYER"], held["ZERO"])
    stepper = torch.optim.Adam(adam.parameters(), lr=held["RATE"])
    nn.functional.cross_entropy(adam(held["X"]), held["LABELS"]).backward()  # type: ignore[no-untyped-call]
    stepper.step()
    (other,) = [row for text, row in slips.items() if "plain gradient descent" in text]
    moved = torch.cat([one.flatten() for one in adam.state_dict().values()]).double()
    torch.testing.assert_close(moved, other[1:], rtol=0, atol=1e-5)
    assert math.isclose(float(other[0]), math.log(2))


SLIPS = {"FAST": "FAST", "FASTER": "FASTER", "COST": "COST", "STEP": "STEPPED"}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_right_and_no_two_are_one(held: Mapping[str, Any], name: str) -> None:
    want = held[SLIPS[name]]
    answers = list(evaluated(held[f"{name}_SLIPS"], want, want, (), {}).values())
    for place, answer in enumerate(answers):
        for other in [want, *answers[:place]]:
            both = ~(answer.isnan() | other.isnan())
            assert ((answer - other) / (1 + want.abs()))[both].abs().max() > 1e-3


def test_what_the_pictures_say_is_due() -> None:
    drawn = part("picture")
    model = played(drawn["LAYERS"])
    budget.freeze(model, 1)
    has = tuple(bool(list(child.parameters())) for child in model)
    trains = tuple(any(one.requires_grad for one in child.parameters()) for child in model)
    assert (has, trains) == (drawn["HAVE"], drawn["DUE"])
    assert [name.partition("(")[0] for name in drawn["NAMES"]] == [
        one[0] for one in drawn["LAYERS"]
    ]
