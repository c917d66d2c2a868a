"""The grader graded: every submission with a known verdict is examined as a class would be."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Literal

import torch

from autograder.course.config import Course, load_course
from autograder.course.known import Known, answer_sheet, known_submissions
from autograder.course.private import holdings
from autograder.errors import CourseError
from autograder.grading.exam import load_exam
from autograder.grading.exercise import grade_exercise
from autograder.parallel.pool import in_processes
from autograder.records.verdict import ExerciseVerdict
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.cpu import cpu_seconds
from autograder.submission.read import submission_of
from autograder.text.nearest import hint
from autograder.verify.trained_once import TrainsOnce

Status = Literal["killed", "survived", "passed", "accused", "broken"]

REFERENCE = "(reference)"


@dataclass(frozen=True)
class Trial:
    """One known submission under one course secret."""

    known: Known
    secret: str


@dataclass(frozen=True)
class Outcome:
    """What grading made of a trial: `lost` gives the outcome of each check that did not pass."""

    exercise: str
    name: str
    right: bool
    secret: str
    points: float
    max_points: float
    expect: tuple[str, ...]
    says: str
    lost: Mapping[str, str]
    named: bool
    cpu_seconds: float
    seconds: float

    @property
    def status(self) -> Status:
        """Say whether a wrong submission lost points (killed), and a right one none (passed)."""
        if "broken" in self.lost.values():
            return "broken"
        if self.right:
            return "accused" if self.lost else "passed"
        return "killed" if self.points < self.max_points else "survived"

    @property
    def unmet(self) -> tuple[str, ...]:
        """Give the checks that were expected to fail and did not."""
        return tuple(check for check in self.expect if check not in self.lost)

    @property
    def sound(self) -> bool:
        """Say whether grading did what the submission's author says it must."""
        if self.right:
            return self.status == "passed"
        # Its words are asked of a share of all, see `matrix.NAMED`.
        return self.status == "killed" and bool(self.expect) and not self.unmet


@dataclass(frozen=True)
class Court:
    """Where the trials are held: the course in `root`, its assignment and the sandbox."""

    root: Path
    assignment: str
    sandbox: str


class _Judge:
    """One process's exam and warm sandbox."""

    def __init__(self, court: Court) -> None:
        # The grader's own sums must not depend on the number of cores.
        torch.set_num_threads(1)
        course = load_course(court.root).whole().under("verify")
        self._exam = load_exam(course, court.assignment)
        self._open = ExitStack()
        self._wanted = court.sandbox

    @cached_property
    def _sandbox(self) -> Sandbox:
        # Not before the first trial: what it raises in a pool's initializer is lost.
        course = self._exam.course
        settings = course.limits, self._exam.data, course.grading
        opened = open_sandbox(self._wanted, *settings, hidden=holdings(course))
        return self._open.enter_context(opened)

    def outcomes(self, trials: Sequence[Trial]) -> list[Outcome]:
        """Hold the trials of one known submission; for several, equal models are trained once."""
        sandbox: Sandbox = self._sandbox  # started before any clock is
        if len(trials) > 1:
            sandbox = TrainsOnce(sandbox)
        return [self._outcome(trial, sandbox) for trial in trials]

    def _outcome(self, trial: Trial, sandbox: Sandbox) -> Outcome:
        """Grade the exercise that a known submission is for, under the trial's secret."""
        known, name = trial.known, self._exam.assignment.name
        exam = replace(self._exam, course=self._exam.course.under(trial.secret))
        chosen = [known] if known.name != REFERENCE else []
        notebook = answer_sheet(exam.course, name, exam.released, chosen)
        submission = submission_of(notebook, exam.released, "known", name)
        exercise = next(e for e in exam.exercises if e.name == known.exercise)
        cpu, start = cpu_seconds(), time.monotonic()
        verdict, _ = grade_exercise(exam, submission, exercise, sandbox)
        return _outcome(trial, verdict, cpu_seconds() - cpu, time.monotonic() - start)

    def close(self) -> None:
        """End the sandbox."""
        self._open.close()


def _outcome(trial: Trial, verdict: ExerciseVerdict, cpu: float, seconds: float) -> Outcome:
    known = trial.known
    lost = [finding for finding in verdict.findings if finding.outcome != "passed"]
    return Outcome(
        exercise=known.exercise,
        name=known.name,
        right=known.right,
        secret=trial.secret,
        points=verdict.points,
        max_points=verdict.max_points,
        expect=known.expect,
        says=known.says,
        lost={finding.check: finding.outcome for finding in lost},
        named=bool(known.says) and known.says in " ".join(f.message for f in lost),
        cpu_seconds=round(cpu, 2),
        seconds=round(seconds, 2),
    )


def trials(
    course: Course,
    assignment: str,
    folder: Path,
    *,
    only: str = "*",
    right_only: bool = False,
    secrets: int = 1,
) -> tuple[Trial, ...]:
    """Give what is to be tried: the reference of each exercise, and all that `folder` holds.

    Args: `only`, a glob on `<exercise>/<name>`; `secrets`, under how many course secrets each is
    graded. Raises CourseError when there is nothing, or a file for an exercise that is not there.
    """
    exercises = course.assignment(assignment).exercises
    known = known_submissions(folder, assignment)
    for submission in known:
        if submission.exercise not in exercises:
            raise CourseError(
                f"{folder / assignment / submission.exercise}: course.toml has no such exercise. "
                f"{hint(submission.exercise, exercises)} Rename the folder, or remove it."
            )
    references = [Known(exercise, REFERENCE, "", right=True) for exercise in exercises]
    chosen = [
        one
        for one in (*references, *known)
        if fnmatch(f"{one.exercise}/{one.name}", only) and (one.right or not right_only)
    ]
    if not chosen:
        raise CourseError(f"{folder / assignment}: no known submission is called {only!r}.")
    return tuple(Trial(one, f"verify {n}") for n in range(secrets) for one in chosen)


def verify(court: Court, wanted: Sequence[Trial], jobs: int) -> Iterator[Outcome]:
    """Give the outcome of every trial, as they are ready; raises SandboxError."""
    groups: dict[Known, list[Trial]] = {}
    for trial in wanted:
        groups.setdefault(trial.known, []).append(trial)
    if jobs == 1:
        judge = _Judge(court)
        try:
            yield from chain.from_iterable(map(judge.outcomes, groups.values()))
        finally:
            judge.close()
        return
    ready = in_processes(jobs, _take_seat, (court,), _try, groups.values())
    yield from chain.from_iterable(ready)


_seat: _Judge | None = None


def _take_seat(court: Court) -> None:
    global _seat
    _seat = _Judge(court)
    # A pool's process is ended without unwinding the stack: the sandbox dies with its parent.


def _try(trials: list[Trial]) -> list[Outcome]:
    assert _seat is not None, "the pool's initializer has not run"
    return _seat.outcomes(trials)
