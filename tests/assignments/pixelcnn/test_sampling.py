"""The checks of pixelcnn/sampling on the reference and on stubs."""

from contextlib import nullcontext
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from assignments.pixelcnn.checks.samplers import Samplers
from autograder.checking.check import Context
from autograder.checking.models.drawn import require_hash
from autograder.checking.run import examine_all
from autograder.checking.student import Failed, Student
from autograder.probes.oracles import Hash
from autograder.probes.order import Grid
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT
from tests.support.checked import (
    assert_all_pass,
    assert_nothing_passes,
    checks,
    stubs,
    submissions,
    visible_share,
)
from tests.support.models import notebook

PARAMETERS = {"image_size": 8, "num_values": 2}


def findings(names: dict[str, Any], seed: int = 7) -> dict[str, Finding]:
    torch.set_num_threads(1)
    student = Student(LocalTransport(names))
    data = ROOT / "assignments" / "pixelcnn"

    def context(visible: bool) -> Context:
        return Context(PARAMETERS, data, seed, None if visible else SimpleNamespace())

    found = examine_all(checks("sampling"), lambda: student, lambda c: context(c.visible))
    return {finding.check: finding for finding in found}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.slow
def test_reference_passes_whatever_the_secret(seed: int) -> None:
    assert_all_pass(findings(notebook(), seed))


def test_a_hidden_message_shows_no_value_that_came_back() -> None:
    wrong = next(k for k in submissions("sampling", right=False) if k.name.endswith("not_scaled"))
    found = findings(notebook(wrong.source)).values()
    lost = [f for f in found if f.outcome == "failed" and "V - 1" in f.message]
    assert {("It gave" in f.message, f.visible) for f in lost} == {(True, True), (False, False)}


class Astray:
    """The reference's sampler, whose first batch has a wrong value, as float32 may once give."""

    def __init__(self, always: bool) -> None:
        self.sample, self.calls, self.always = notebook()["sample"], 0, always

    def __call__(self, *args: Any, **named: Any) -> Any:
        self.calls += 1
        images = self.sample(*args, **named)
        if self.always or self.calls == 1:
            images[0, 0, -1, -1] = 1 - images[0, 0, -1, -1]
        return images


def test_one_stray_draw_is_forgiven_but_not_two() -> None:
    grid = Grid(1, 3, 4)
    law = Hash(grid, 5)
    for always in (False, True):
        sampler = Samplers(Student(LocalTransport({"sample": Astray(always)})), grid, law)
        with pytest.raises(Failed) if always else nullcontext():
            require_hash(partial(sampler.sample, 4), law)


def test_hidden_checks_show_no_picture() -> None:
    wrong = next(k for k in submissions("sampling", right=False) if k.name.endswith("bottom_up"))
    found = findings(notebook(wrong.source))
    assert found["sample_in_order"].picture is not None
    assert not [f.check for f in found.values() if f.picture and not f.visible]


def test_a_sampler_that_takes_the_most_likely_value_is_told_so_in_the_open() -> None:
    wrong = next(k for k in submissions("sampling", right=False) if k.name.endswith("argmax"))
    found = findings(notebook(wrong.source))["sample_uses_its_generator"]
    assert found.visible and found.outcome == "failed"
    assert "draws nothing" in found.message and "argmax" in found.message


def test_stubs_are_worth_nothing() -> None:
    assert_nothing_passes(findings({**notebook(), **_stubs()}))


def _stubs() -> dict[str, Any]:
    return {name: stub for name, stub in stubs("sampling").items() if name in NAMES}


NAMES = ("sample", "complete")


def test_a_third_is_visible() -> None:
    assert 0.25 <= visible_share("sampling") <= 0.45


def test_right_answers_are_accused_less_than_once_in_a_million_courses() -> None:
    assert 0 < sum(check.false_alarm for check in checks("sampling")) < 1e-6


def test_a_played_model_requires_grad_as_any_model_does() -> None:
    seen: dict[bool, bool] = {}

    def sample(model: Any, shape: Any, num_values: int = 2, **more: Any) -> torch.Tensor:
        x = torch.zeros(shape)
        for recorded in (True, False):
            with torch.set_grad_enabled(recorded):
                seen[recorded] = model(x).requires_grad
        return x

    grid = Grid(1, 1, 2)
    Samplers(Student(LocalTransport({"sample": sample})), grid, Hash(grid, 5)).sample(1)
    assert seen == {True: True, False: False}
