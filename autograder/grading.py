"""Submission + Exam → Verdict, in a sandbox: a pure function of its inputs but for times."""

import json
import logging
import platform
import time
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import torch

from autograder import __version__
from autograder.cell import CellRun
from autograder.check import Check, World
from autograder.errors import SandboxError, SandboxGone
from autograder.exam import Exam, Exercise
from autograder.examine import examine_all
from autograder.outputs import bounded
from autograder.sandbox import Sandbox, SandboxDesk, Stopwatch
from autograder.student import Student
from autograder.submission import Submission
from autograder.verdict import ExerciseVerdict, Finding, Graded, Status, Verdict

log = logging.getLogger("autograder")


@dataclass
class _Seat:
    """Where one exercise of a submission is examined: its desk, renewed when a check kills it."""

    desk: SandboxDesk
    runs: dict[str, CellRun] = field(default_factory=dict)

    def student(self) -> Student:
        if not self.desk.alive:
            self._note_runs()
            fresh = self.desk.fresh()
            self.desk.close()
            self.desk = fresh
        return Student(self.desk)

    def close(self) -> None:
        self._note_runs()
        self.desk.close()

    def _note_runs(self) -> None:
        for run in self.desk.runs:
            self.runs.setdefault(run.cell_id, run)


class Shelf(Protocol):
    """Where the exercises of submissions are kept, so that none is graded twice."""

    def find_exercise(self, address: str) -> Graded | None:
        """Give what was kept under this address, None if nothing was."""

    def put_exercise(self, address: str, graded: Graded) -> None:
        """Keep what an exercise came to."""


@dataclass(frozen=True)
class Examination:
    """One submission being graded: by what, where, and what was kept of it before."""

    exam: Exam
    submission: Submission
    sandbox: Sandbox
    device: str
    shelf: Shelf | None
    stopwatch: Stopwatch
    deadly: dict[str, CellRun] = field(default_factory=dict)

    def graded(self, exercise: Exercise) -> Graded:
        """Give what one exercise comes to, as it was kept or graded now; raises SandboxError."""
        address = address_of(self.exam, self.submission, exercise, self.device)
        kept = self.shelf.find_exercise(address) if self.shelf else None
        if kept is not None:
            return kept
        try:
            found = self._graded_now(exercise)
        except SandboxGone:
            raise
        except SandboxError as error:  # its process may have been killed from outside
            student = self.submission.student
            log.warning("%s of %s is graded once more: %s", exercise.key, student, error)
            found = self._graded_now(exercise)
        if self.shelf and self._lasts(found):
            # What was found must be of the files whose hash it is kept under.
            self.exam.require_unchanged()
            self.shelf.put_exercise(address, found)
        return found

    def _graded_now(self, exercise: Exercise) -> Graded:
        verdict, runs = grade_exercise(
            self.exam, self.submission, exercise, self.sandbox, self.stopwatch, self.deadly
        )
        sha256 = self.exam.exercise_sha256.get(exercise.name, "")
        return Graded(replace(verdict, sha256=sha256), tuple(bounded(runs.values())))

    def _lasts(self, found: Graded) -> bool:
        """Say whether it would be found again: not what rests on a clock, or on our own fault."""
        findings = found.verdict.findings
        timed = any(finding.cause == "wall_time" for finding in findings)
        broken = any(finding.outcome == "broken" for finding in findings)
        return not timed and not broken and self.stopwatch.left > 0


def address_of(exam: Exam, submission: Submission, exercise: Exercise, device: str) -> str:
    """Give all that decides what an exercise comes to, the code before it included."""
    cells = submission.cells_before(exercise.grade_id)
    code = json.dumps([[cell.cell_id, cell.name, cell.source] for cell in cells])
    course = exam.exercise_sha256.get(exercise.name, "")
    return "\0".join((submission.student, device, course, code))


def grade(
    exam: Exam,
    submission: Submission,
    sandbox: Sandbox,
    device: str,
    shelf: Shelf | None = None,
) -> Verdict:
    """Grade every exercise of a submission, each in a fresh process of the sandbox.

    An exercise that `shelf` holds is taken from there. A fault of the sandbox or of a check gives
    a verdict `broken`, which waits for a person. Raises SandboxGone when no sandbox can be had for
    any submission, and CourseError when the course was changed meanwhile.
    """
    started = time.monotonic()
    stopwatch = Stopwatch(exam.course.limits.wall_seconds)
    examination = Examination(exam, submission, sandbox, device, shelf, stopwatch)
    graded, reason = _all_graded(examination)
    exercises = tuple(one.verdict for one in graded)
    if not reason and any(f.outcome == "broken" for e in exercises for f in e.findings):
        reason = "A check broke, by no fault of the submission. See its findings and the log."
    status: Status = "broken" if reason else "graded"
    return replace(
        ungraded(exam, submission.student, submission.sha256, status, reason),
        points=round(sum(e.points for e in exercises), 6),
        device=device,
        seconds=round(time.monotonic() - started, 3),
        exercises=exercises,
        cells=_told(submission, graded),
    )


def _all_graded(examination: Examination) -> tuple[list[Graded], str]:
    """Grade one exercise after another; gives why it ended early, '' if it did not."""
    graded: list[Graded] = []
    try:
        for exercise in examination.exam.exercises:
            graded.append(examination.graded(exercise))
    except SandboxGone:
        raise  # nor would there be one for the next submission
    except SandboxError as error:
        return graded, f"The sandbox failed, by no fault of the submission: {error}"
    return graded, ""


def _told(submission: Submission, graded: list[Graded]) -> tuple[CellRun, ...]:
    """Give the first run of each cell, in their order; a later one may pass the cell over."""
    runs: dict[str, CellRun] = {}
    for run in (run for one in graded for run in one.runs):
        runs.setdefault(run.cell_id, run)
    order = [cell.get("id") for cell in submission.notebook.cells]
    return tuple(bounded(runs[cell_id] for cell_id in order if cell_id in runs))


def ungraded(exam: Exam, student: str, sha256: str, status: Status, reason: str) -> Verdict:
    """Give the verdict of a submission that was not examined, and why."""
    return Verdict(
        assignment=exam.assignment.name,
        student=student,
        status=status,
        points=0.0,
        max_points=exam.assignment.max_points,
        submission_sha256=sha256,
        course_sha256=exam.sha256,
        device="",
        versions=versions(),
        seconds=0.0,
        reason=reason,
    )


def versions() -> dict[str, str]:
    """Give the versions that numbers in a verdict depend on."""
    return {
        "autograder": __version__,
        "torch": torch.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }


def points_of(findings: tuple[Finding, ...], max_points: float) -> float:
    """Share `max_points` by weight among the checks; a broken check costs nothing.

    Raises ValueError when the weights do not add up to anything.
    """
    total = sum(finding.weight for finding in findings)
    if total <= 0:
        raise ValueError("an exercise needs a check with a weight above zero")
    earned = sum(f.weight for f in findings if f.outcome in ("passed", "broken"))
    return max_points if earned == total else round(max_points * earned / total, 2)


def grade_exercise(
    exam: Exam,
    submission: Submission,
    exercise: Exercise,
    sandbox: Sandbox,
    stopwatch: Stopwatch | None = None,
    deadly: dict[str, CellRun] | None = None,
) -> tuple[ExerciseVerdict, dict[str, CellRun]]:
    """Grade one exercise in a fresh process that has run the cells before its grade cell.

    Gives the verdict, and what each cell printed and drew by its id. Raises SandboxError.
    """

    def world_of(check: Check) -> World:
        return exam.world(exercise, check)

    cells = submission.cells_before(exercise.grade_id)
    seat = _Seat(sandbox.open(cells, stopwatch, deadly))
    try:
        findings = tuple(examine_all(exercise.checks, seat.student, world_of))
    finally:
        seat.close()
    points = points_of(findings, exercise.points)
    return ExerciseVerdict(exercise.key, points, exercise.points, findings), seat.runs
