"""The checks of pixelcnn/sampling on the reference, on known submissions, and on stubs."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from autograder.check import World
from autograder.examine import examine_all
from autograder.known import Known
from autograder.local import LocalDesk
from autograder.student import Student
from autograder.verdict import Finding
from tests.checked import (
    ROOT,
    assert_all_pass,
    assert_nothing_passes,
    checks,
    stubs,
    submissions,
    visible_share,
)
from tests.models import notebook

PARAMETERS = {"image_size": 8, "num_values": 2}


def findings(names: dict[str, Any], seed: int = 7) -> dict[str, Finding]:
    torch.set_num_threads(1)
    student = Student(LocalDesk(names))
    data = ROOT / "assignments" / "pixelcnn"

    def world(visible: bool) -> World:
        return World(PARAMETERS, data, seed, None if visible else SimpleNamespace())

    found = examine_all(checks("sampling"), lambda: student, lambda c: world(c.visible))
    return {finding.check: finding for finding in found}


@pytest.mark.parametrize("seed", range(20))
def test_reference_passes_whatever_the_secret(seed: int) -> None:
    assert_all_pass(findings(notebook(), seed))


@pytest.mark.parametrize("known", submissions("sampling", right=True), ids=lambda k: str(k.name))
def test_right_submissions_pass(known: Known) -> None:
    assert_all_pass(findings(notebook(known.source)))


@pytest.mark.parametrize("known", submissions("sampling", right=False), ids=lambda k: str(k.name))
def test_wrong_submissions_fail_as_expected(known: Known) -> None:
    found = findings(notebook(known.source))
    lost = [f for f in found.values() if f.outcome in ("failed", "crashed")]
    assert known.expect
    assert set(known.expect) <= {f.check for f in lost}
    assert known.says in " ".join(f.message for f in lost)
    assert not [f.check for f in found.values() if f.outcome == "broken"]


def test_hidden_checks_show_no_picture() -> None:
    wrong = next(k for k in submissions("sampling", right=False) if k.name.endswith("bottom_up"))
    found = findings(notebook(wrong.source))
    assert found["sample_in_order"].picture is not None
    assert not [f.check for f in found.values() if f.picture and not f.visible]


def test_stubs_are_worth_nothing() -> None:
    assert_nothing_passes(findings({**notebook(), **_stubs()}))


def _stubs() -> dict[str, Any]:
    return {name: stub for name, stub in stubs("sampling").items() if name in NAMES}


NAMES = ("sample", "complete")


def test_a_third_is_visible() -> None:
    assert 0.25 <= visible_share("sampling") <= 0.45
