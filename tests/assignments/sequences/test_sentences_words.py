"""What students read of wrong answers to three exercises: each sentence can be translated."""

import importlib
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from autograder.checking.check import Context
from autograder.checking.run import examine_all
from autograder.checking.student import Student
from autograder.course.known import Known, known_submissions
from autograder.course.loader import checks_for
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT
from tests.support.sentences import untranslatable

FOLDER = ROOT / "assignments" / "sequences"
OURS = ("embedding", "window", "sampling")
EVERY = known_submissions(ROOT / "tests" / "submissions", "sequences")
WRONG = [one for one in EVERY if one.exercise in OURS and not one.right][::5]
PICTURED = {"embedding": 1, "window": 2, "sampling": 1}


def asked(exercise: str, source: str = "", *, visible: bool = False) -> list[Finding]:
    """Ask all checks of the reference, with the names of a source in place of some."""
    torch.set_num_threads(1)
    names: dict[str, Any] = dict(vars(importlib.import_module(f"solutions.sequences.{exercise}")))
    truth = SimpleNamespace(**names)
    exec(compile(source, exercise, "exec"), names := dict(names))
    student = Student(LocalTransport(names))
    checks = [one for one in checks_for(FOLDER / "checks", exercise) if one.visible or not visible]
    return list(
        examine_all(
            checks,
            lambda: student,
            lambda one: Context({}, FOLDER, 7, None if one.visible else truth),
        )
    )


@pytest.mark.slow
@pytest.mark.parametrize("known", WRONG, ids=lambda one: f"{one.exercise}-{one.name}")
def test_what_is_said_of_a_wrong_answer_can_be_translated(known: Known) -> None:
    found = asked(known.exercise, known.source)
    lost = [one for one in found if one.outcome not in ("passed", "skipped")]
    assert lost and all(one.outcome != "broken" for one in found)
    assert not untranslatable(lost)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", OURS)
def test_a_right_answer_is_drawn_without_a_cross(exercise: str) -> None:
    found = asked(exercise, visible=True)
    assert {one.outcome for one in found} == {"passed"}
    drawn = [one.picture for one in found if one.picture]
    assert len(drawn) == PICTURED[exercise]
    assert not any("×" in picture.caption for picture in drawn)
    assert not untranslatable([one for one in found if one.picture])
