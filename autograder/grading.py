"""Submission + Exam → Verdict, in a sandbox: a pure function of its inputs but for times."""

import platform
import time
from dataclasses import dataclass, field

import numpy as np
import torch

from autograder import __version__
from autograder.cell import CellRun
from autograder.check import Check, World
from autograder.errors import SandboxError, SandboxGone
from autograder.exam import Exam, Exercise
from autograder.examine import examine_all
from autograder.sandbox import Sandbox, SandboxDesk, Stopwatch
from autograder.student import Student
from autograder.submission import Submission
from autograder.verdict import ExerciseVerdict, Finding, Status, Verdict


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


def grade(exam: Exam, submission: Submission, sandbox: Sandbox, device: str) -> Verdict:
    """Grade every exercise of a submission, each in a fresh process of the sandbox.

    A fault of the sandbox or of a check gives a verdict `broken`, which waits for a person.
    Raises SandboxGone when no sandbox can be had for any submission.
    """
    started = time.monotonic()
    exercises: list[ExerciseVerdict] = []
    runs: dict[str, CellRun] = {}
    reason = ""
    stopwatch = Stopwatch(exam.course.limits.wall_seconds)
    deadly: dict[str, CellRun] = {}
    try:
        for exercise in exam.exercises:
            verdict, ran = grade_exercise(exam, submission, exercise, sandbox, stopwatch, deadly)
            exercises.append(verdict)
            runs = ran | runs  # the first run of a cell is told; a later one may pass it over
    except SandboxGone:
        raise  # nor would there be one for the next submission
    except SandboxError as error:
        reason = f"The sandbox failed, by no fault of the submission: {error}"
    if not reason and any(f.outcome == "broken" for e in exercises for f in e.findings):
        reason = "A check broke, by no fault of the submission. See its findings and the log."
    return Verdict(
        assignment=exam.assignment.name,
        student=submission.student,
        status="broken" if reason else "graded",
        points=round(sum(e.points for e in exercises), 6),
        max_points=exam.assignment.max_points,
        submission_sha256=submission.sha256,
        course_sha256=exam.sha256,
        device=device,
        versions=versions(),
        seconds=round(time.monotonic() - started, 3),
        exercises=tuple(exercises),
        reason=reason,
        cells=tuple(runs.values()),
    )


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
