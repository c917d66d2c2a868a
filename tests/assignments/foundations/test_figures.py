"""Floats that are compared by key, and networks whose rounding stays far below what is allowed."""

import importlib
import math
from collections.abc import Mapping
from typing import Any

import pytest
import torch

from autograder.checking.check import Context
from autograder.checking.given import played
from autograder.checking.scales import Scales
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.course.loader import checks_for
from autograder.selfcheck.local import LocalTransport
from solutions.foundations import budget
from tests.conftest import ROOT

FOLDER = ROOT / "assignments" / "foundations"
KEYS = ("a", "b")
WANT = torch.tensor([2.0, 1e20], dtype=torch.float64)
NOBODY = Student(LocalTransport({}))


def part(name: str) -> Mapping[str, Any]:
    """Return a module of the checks, by its path with points."""
    (one, *_) = [check for check in checks_for(FOLDER / "checks", "budget") if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return vars(importlib.import_module(f"{package}.{name}"))


@pytest.mark.parametrize(
    ("got", "said"),
    [
        ((2.0, 1.1e20), '"b": Another number'),
        ((math.nan, 1e20), '"a": Another number'),
        ((4.0, 3e20), "doubled"),
        ((1.0, math.inf), '"a": Another number'),
    ],
)
def test_a_wrong_figure_is_told_by_its_mistake_or_its_key(
    got: tuple[float, float], said: str
) -> None:
    figures = part("shared.figures")
    yours = torch.tensor(got, dtype=torch.float64)
    slips = {"doubled": torch.tensor([4.0, math.nan], dtype=torch.float64)}
    with pytest.raises(Failed, match=said):
        figures["require_figures"](yours, WANT, KEYS, slips)
    figures["require_figures"](WANT * (1 + 1e-8), WANT, KEYS, slips)


def test_only_a_dictionary_of_floats_has_figures() -> None:
    figures = part("shared.figures")
    assert figures["figures_of"](NOBODY, "f", {"b": 1.0, "a": 2.0}, KEYS).tolist() == [2.0, 1.0]
    for answer in (None, [1.0, 2.0], {"a": 1.0}, {"a": 1.0, "b": 2}, {"a": 1.0, "b": True}):
        with pytest.raises(WrongForm):
            figures["figures_of"](NOBODY, "f", answer, KEYS)


def test_an_int_costs_points_once() -> None:
    exact = part("shared.figures")["exact_float"]
    with pytest.raises(WrongForm) as wrong:
        exact(NOBODY, "f", 3)
    assert wrong.value.scale is not None
    name, factor = wrong.value.scale
    later = NOBODY.drawing(torch.Generator(), Scales({name: factor}))
    assert exact(later, "f", 3) == 3.0


def test_rounding_of_single_precision_is_far_below_what_is_allowed() -> None:
    nets = part("for_budget.nets")
    for seed in range(25):
        ctx = Context({}, FOLDER, seed)
        for layers in (nets["NORMS"], nets["DROPS"]):
            net = nets["drawn_net"](ctx, layers, torch.float32)
            for last in (1, 3, None):
                model = played(layers, net.state)
                loss = budget.finetune_step(model, last, net.x, net.labels, 0.2)
                want_loss, want = net.stepped(last, 0.2, net.state)
                assert loss == pytest.approx(want_loss, abs=2e-6)
                for name, one in model.state_dict().items():
                    assert (one - want[name]).abs().max() < 2e-6
