"""Checks of `games` asked in this process: of the reference, but for what a submission replaces."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any

import torch

from autograder.checking.check import Check, Context
from autograder.checking.run import examine, examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.known import Known
from autograder.course.loader import checks_for
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT

FOLDER = ROOT / "assignments" / "games"


@cache
def _code(path: Path) -> CodeType:
    return compile(path.read_text(encoding="utf-8"), path.name, "exec")


def names_of(exercise: str, source: str = "") -> dict[str, Any]:
    """Return the reference's names, but for those of `source`."""
    names: dict[str, Any] = {"__name__": "submission"}
    exec(_code(ROOT / "solutions" / "games" / f"{exercise}.py"), names)
    exec(compile(source, exercise, "exec"), names)
    return names


def needed(exercise: str, expected: Sequence[str]) -> list[Check]:
    """Return the checks that must fail, and those without which they would be skipped."""
    every = checks_for(FOLDER / "checks", exercise)
    wanted = set(expected)
    for one in reversed(every):  # a check stands below those that it rests on
        if one.name in wanted:
            wanted.update(one.after)
    return [one for one in every if one.name in wanted]


def findings(known: Known) -> list[Finding]:
    """Ask what a known submission must fail, as grading would."""
    torch.set_num_threads(1)
    parameters = load_course(ROOT).assignment("games").parameters
    truth = SimpleNamespace(**names_of(known.exercise))
    student = Student(LocalTransport(names_of(known.exercise, known.source)))
    return list(
        examine_all(
            needed(known.exercise, known.expect),
            lambda: student,
            lambda one: Context(parameters, FOLDER, 7, None if one.visible else truth),
        )
    )


def asked(exercise: str, check: str, source: str = "") -> Finding:
    """Ask one visible check of the reference, but for what `source` defines."""
    [one] = [c for c in checks_for(FOLDER / "checks", exercise) if c.name == check]
    assert one.visible, "a hidden check shows no picture"
    parameters = load_course(ROOT).assignment("games").parameters
    torch.set_num_threads(1)
    student = Student(LocalTransport(names_of(exercise, source)))
    return examine(one, student, Context(parameters, FOLDER, 7, None))
