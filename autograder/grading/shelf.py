"""Where graded exercises are kept, each under the address of all that it rests on."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Protocol

from autograder.grading.absent import absent
from autograder.grading.outline import Outline, Task
from autograder.grading.settle import settled
from autograder.records.verdict import Graded
from autograder.submission.read import Submission


class Shelf(Protocol):
    """Where the exercises of submissions are kept, so that none is graded twice."""

    def find_exercise(self, address: str) -> Graded | None:
        """Return what was kept under this address, None if nothing was."""

    def put_exercise(self, address: str, graded: Graded) -> None:
        """Keep what an exercise came to."""


class Turns(Protocol):
    """Where those who grade one submission together take turns at its exercises."""

    def turn(self, address: str, patience: float) -> AbstractContextManager[bool]:
        """Be the only one at an exercise, after waiting `patience` seconds at most; gives whether
        one is.
        """


def address_of(
    exam: Outline,
    submission: Submission,
    exercise: Task,
    device: str,
    names: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return all that decides what an exercise comes to, the code before it included.

    And the functions of the reference that stand in, each with all that its exercise rests on.
    """
    cells = submission.cells_before(exercise.grade_id)
    code = json.dumps([[cell.cell_id, cell.name, cell.source] for cell in cells])
    course = exam.exercise_sha256.get(exercise.name, "")
    lent = [[name, exam.exercise_sha256.get(names[name], "")] for name in sorted(names)]
    return "\0".join((submission.student, device, course, code, *([json.dumps(lent)] * bool(lent))))


def addresses_of(exam: Outline, submission: Submission, device: str, shelf: Shelf) -> Iterator[str]:
    """Return the addresses under which a submission's exercises are looked for, as far as known.

    Which functions stand in depends on what earlier exercises came to.
    """
    earlier: list[Graded] = []
    for exercise in exam.exercises:
        if nothing := absent(exam, submission, exercise):
            earlier.append(nothing)
            continue
        asked: list[str] = []

        def kept(
            names: Mapping[str, str], exercise: Task = exercise, asked: list[str] = asked
        ) -> Graded | None:
            asked.append(address_of(exam, submission, exercise, device, names))
            return shelf.find_exercise(asked[-1])

        found = settled(exam, submission, exercise, earlier, kept)
        yield from asked
        earlier += [found] if found else []
