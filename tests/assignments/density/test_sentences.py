"""What students read of wrong answers to `density`: each sentence can be translated."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from autograder.checking.check import Check, Context
from autograder.checking.run import examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.known import Known, known_submissions
from autograder.course.loader import checks_for
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT
from tests.support.sentences import untranslatable

FOLDER = ROOT / "assignments" / "density"
SOME = 5  # of so many known submissions one is asked
EVERY = known_submissions(ROOT / "tests" / "submissions", "density")
WRONG = [one for one in EVERY if not one.right][::SOME]


def names_of(exercise: str, source: str = "") -> dict[str, Any]:
    """Return the reference's names, but for those of `source`."""
    names: dict[str, Any] = {"__name__": "submission"}
    reference = ROOT / "solutions" / "density" / f"{exercise}.py"
    for text in (reference.read_text(encoding="utf-8"), source):
        exec(compile(text, exercise, "exec"), names)
    return names


def needed(exercise: str, expected: tuple[str, ...]) -> list[Check]:
    """Return the checks that must fail, and those without which they would be skipped."""
    every = checks_for(FOLDER / "checks", exercise)
    wanted = set(expected)
    for check in reversed(every):  # a check stands below those that it rests on
        if check.name in wanted:
            wanted.update(check.after)
    return [check for check in every if check.name in wanted]


def findings(known: Known) -> list[Finding]:
    """Ask what a known submission must fail, as grading would, in this process."""
    torch.set_num_threads(1)
    parameters = load_course(ROOT).assignment("density").parameters
    truth = SimpleNamespace(**names_of(known.exercise))
    student = Student(LocalTransport(names_of(known.exercise, known.source)))
    return list(
        examine_all(
            needed(known.exercise, known.expect),
            lambda: student,
            lambda one: Context(parameters, FOLDER, 7, None if one.visible else truth),
        )
    )


@pytest.mark.slow
@pytest.mark.parametrize("known", WRONG, ids=lambda known: known.name)
def test_all_that_is_said_of_wrong_answers_can_be_translated(known: Known) -> None:
    found = findings(known)
    assert set(known.expect) <= {one.check for one in found if one.outcome != "passed"}
    assert known.says in " ".join(one.message for one in found)
    assert not untranslatable(found)
