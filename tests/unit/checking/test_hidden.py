"""Hidden stays hidden: other inputs for every secret, and the visible examples earn only theirs."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from autograder.checking.check import Check, Context
from autograder.checking.run import examine, examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from tests.conftest import ROOT
from tests.support.checked import checks, reference
from tests.support.models import notebook
from tests.support.rehearsed import MadeUp, Rehearsed, noise, nothing

EXERCISES = ("likelihood", "masks", "stack", "sampling", "vae")
# They train a model on public data, so their questions are the same, and take seconds.
TRAINED = ("pixelcnn_learns", "gated_learns", "trained_below_the_ceiling")


PUBLIC = ("refuses",)  # which arguments are refused stands in the handout


def context(check: Check, seed: int) -> Context:
    parameters = load_course(ROOT).assignment("pixelcnn").parameters
    data = ROOT / "assignments" / "pixelcnn"
    if check.visible:  # what is asked visibly is the same for all courses
        return Context(parameters, data, 0)
    return Context(parameters, data, seed, SimpleNamespace(**names()))


def names() -> dict[str, Any]:
    """Return the references' names of all exercises."""
    return {k: v for k, v in {**reference(), **notebook()}.items() if not k.startswith("_")}


def asked_keys(check: Check, seed: int) -> set[bytes]:
    transport = Rehearsed(names(), set())
    assert examine(check, Student(transport), context(check, seed)).outcome == "passed"
    return set(transport.asked)


def untrained(exercise: str) -> list[Check]:
    return [check for check in checks(exercise) if check.name not in TRAINED]


HIDDEN = [
    (exercise, check)
    for exercise in EXERCISES
    for check in untrained(exercise)
    if not check.visible and not check.name.endswith(PUBLIC)
]


def named(value: object) -> str:
    return value.name if isinstance(value, Check) else str(value)


@pytest.mark.parametrize(("exercise", "check"), HIDDEN, ids=named)
@pytest.mark.slow
def test_inputs_differ_from_course_to_course(exercise: str, check: Check) -> None:
    torch.set_num_threads(1)
    assert asked_keys(check, 1) - asked_keys(check, 2), "all is the same under another secret"


@pytest.mark.parametrize("made_up", [noise, nothing])
@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.slow
def test_the_visible_examples_learned_by_heart_earn_only_their_points(
    exercise: str, made_up: MadeUp
) -> None:
    torch.set_num_threads(1)
    learned: set[bytes] = set()
    visible = [check for check in checks(exercise) if check.visible]
    for check in visible:
        transport = Rehearsed(names(), learned)
        assert examine(check, Student(transport), context(check, 1)).outcome == "passed"
    found = examine_all(
        untrained(exercise),
        lambda: Student(Rehearsed(names(), learned, made_up)),
        lambda check: context(check, 1),
    )
    passed = [finding.check for finding in found if finding.outcome == "passed"]
    assert passed == [check.name for check in visible]
