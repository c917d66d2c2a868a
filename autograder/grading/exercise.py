"""Submission + Exam → Verdict, in a sandbox: a pure function of its inputs but for times."""

import logging
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import numpy as np
import torch

from autograder import __version__
from autograder.checking.run import examine_all
from autograder.checking.stand_in import StandIns
from autograder.diagnosis.stops import asked_of_a_person, with_stop
from autograder.errors import SandboxError, SandboxGone
from autograder.grading.exam import Exam, Exercise
from autograder.grading.seat import Seat
from autograder.grading.settle import settled
from autograder.grading.shelf import Shelf, address_of
from autograder.records.cell import CellRun
from autograder.records.outputs import bounded
from autograder.records.points import points_of, voided
from autograder.records.verdict import (
    ExerciseVerdict,
    Finding,
    Graded,
    Status,
    Verdict,
)
from autograder.sandbox.base import Sandbox, SandboxTransport, Stopwatch
from autograder.submission.read import Submission

log = logging.getLogger("autograder")

BROKEN = "A check broke, by no fault of the submission. See its findings and the log."


@dataclass(frozen=True)
class Examination:
    """One submission being graded: by what, where, and what was kept of it before."""

    exam: Exam
    submission: Submission
    sandbox: Sandbox
    device: str
    shelf: Shelf | None
    alone: "Killers"
    helped: "Killers"

    def graded(self, exercise: Exercise, earlier: Sequence[Graded]) -> Graded:
        """Return what one exercise comes to, as it was kept or graded now; raises SandboxError."""
        ask = partial(self._found, exercise)
        found = settled(self.exam, self.submission, exercise, earlier, ask)
        assert found is not None, "every asking gives something"
        return found

    def _found(self, exercise: Exercise, names: Mapping[str, str]) -> Graded:
        """Return what an exercise comes to with the reference's functions of these names."""
        address = address_of(self.exam, self.submission, exercise, self.device, names)
        kept = self.shelf.find_exercise(address) if self.shelf else None
        if kept is not None:
            return kept
        try:
            found, lasts = self._graded_now(exercise, names)
        except SandboxGone:
            raise
        except SandboxError as error:  # its process may have been killed from outside
            student = self.submission.student
            log.warning("%s of %s is graded once more: %s", exercise.key, student, error)
            found, lasts = self._graded_now(exercise, names)
        if self.shelf and lasts:
            # What was found must be of the files whose hash it is kept under.
            self.exam.require_unchanged()
            self.shelf.put_exercise(address, found)
        return found

    def _graded_now(self, exercise: Exercise, names: Mapping[str, str]) -> tuple[Graded, bool]:
        """Return what an exercise comes to, and whether it would come to the same again.

        It need not where it rests on a clock, a cell that was stopped included, or on our own
        fault.
        """
        lent = StandIns({name: getattr(self.exam.reference, name) for name in names})
        stopwatch = self.exam.stopwatch(exercise)
        killers = self.helped if names else self.alone
        known, means = set(killers.deadly), _Means(stopwatch, killers.deadly)
        graded = _examined(
            self.exam, self.submission, exercise, self.sandbox, means, lent if names else None
        )
        if stopwatch.met:
            killers.slow.update(killers.deadly.keys() - known)
        broken = any(finding.outcome == "broken" for finding in graded.verdict.findings)
        met = stopwatch.met or any(run.cell_id in killers.slow for run in graded.runs)
        sha256 = self.exam.exercise_sha256.get(exercise.name, "")
        verdict = replace(graded.verdict, sha256=sha256)
        return replace(graded, verdict=verdict, runs=tuple(bounded(graded.runs))), not (
            broken or met
        )


@dataclass(frozen=True)
class Killers:
    """By id the cells that have killed a process of a submission, and which of them met a clock.

    What is asked a second time has its own, so that it takes nothing from what comes after it.
    """

    deadly: dict[str, CellRun] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)


class _Means(NamedTuple):
    """What one asking of an exercise may use, and the cells that it passes over."""

    stopwatch: Stopwatch
    deadly: dict[str, CellRun]


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
    examination = Examination(exam, submission, sandbox, device, shelf, Killers(), Killers())
    graded, reason = _all_graded(examination)
    exercises = asked_of_a_person(tuple(one.verdict for one in graded))
    reason = reason or _why_broken(tuple(f for e in exercises for f in e.findings))
    status: Status = "broken" if reason else "graded"
    return replace(
        ungraded(exam, submission.student, submission.sha256, status, reason),
        points=round(sum(e.points for e in exercises), 6),
        device=device,
        seconds=round(time.monotonic() - started, 3),
        exercises=exercises,
        cells=_told(submission, graded),
    )


def _why_broken(findings: tuple[Finding, ...]) -> str:
    """Say which checks broke, by whose fault, and what to do; '' when none did."""
    broken = [finding for finding in findings if finding.outcome == "broken"]
    over = ", ".join(finding.check for finding in broken if not finding.earned)
    if over:
        return (
            f"{over} broke over what the submission answered, which earns nothing until a person "
            f"has looked: the last replies stand in the report and in the verdict. Have the check "
            f"say what is wrong with them, or fix it, and grade again."
        )
    return BROKEN if broken else ""


def _all_graded(examination: Examination) -> tuple[list[Graded], str]:
    """Grade one exercise after another; returns why it ended early, '' if it did not."""
    graded: list[Graded] = []
    try:
        for exercise in examination.exam.exercises:
            graded.append(examination.graded(exercise, graded))
    except SandboxGone:
        raise  # nor would there be one for the next submission
    except SandboxError as error:
        return graded, f"The sandbox failed, by no fault of the submission: {error}"
    return graded, ""


def _told(submission: Submission, graded: list[Graded]) -> tuple[CellRun, ...]:
    """Return the first run of each cell, in their order; a later one may pass the cell over."""
    runs: dict[str, CellRun] = {}
    for run in (run for one in graded for run in one.runs):
        runs.setdefault(run.cell_id, run)
    order = [cell.get("id") for cell in submission.notebook.cells]
    return tuple(bounded(runs[cell_id] for cell_id in order if cell_id in runs))


def ungraded(exam: Exam, student: str, sha256: str, status: Status, reason: str) -> Verdict:
    """Return the verdict of a submission that was not examined, and why."""
    return Verdict(
        assignment=exam.assignment.name,
        student=student,
        status=status,
        points=0.0,
        max_points=exam.assignment.checked_points,
        submission_sha256=sha256,
        course_sha256=exam.sha256,
        device="",
        versions=versions(),
        seconds=0.0,
        reason=reason,
    )


def versions() -> dict[str, str]:
    """Return the versions that numbers in a verdict depend on."""
    return {
        "autograder": __version__,
        "torch": torch.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }


def grade_exercise(
    exam: Exam,
    submission: Submission,
    exercise: Exercise,
    sandbox: Sandbox,
    stopwatch: Stopwatch | None = None,
    deadly: dict[str, CellRun] | None = None,
    lent: StandIns | None = None,
) -> tuple[ExerciseVerdict, dict[str, CellRun]]:
    """Grade one exercise in fresh processes that have run the cells before its grade cell.

    Gives the verdict, and what each cell printed and drew by its id; `lent`, functions that stand
    in for the submission's own. Raises SandboxError.
    """
    time = stopwatch or exam.stopwatch(exercise)
    means = _Means(time, {} if deadly is None else deadly)
    graded = _examined(exam, submission, exercise, sandbox, means, lent)
    return graded.verdict, {run.cell_id: run for run in graded.runs}


def _examined(
    exam: Exam,
    submission: Submission,
    exercise: Exercise,
    sandbox: Sandbox,
    means: _Means,
    lent: StandIns | None,
) -> Graded:
    """Ask the visible checks of an exercise, then the hidden ones in other processes."""
    deadly = dict(means.deadly)

    def opened() -> SandboxTransport:
        cells = submission.cells_before(exercise.grade_id)
        transport = sandbox.open(cells, means.stopwatch, deadly, lent)
        means.deadly.update(deadly)  # before anything is asked: what is found later stays here
        return transport

    seat = Seat(opened)
    found: dict[str, Finding] = {}
    try:
        for check in sorted(exercise.checks, key=lambda check: not check.visible):
            asked = examine_all(
                [check],
                partial(seat.student, check),
                partial(exam.context, exercise),
                found.values(),
            )
            found |= {finding.check: finding for finding in asked}
    finally:
        seat.close()
    cells = submission.cells_before(exercise.grade_id)
    ordered = [found[check.name] for check in exercise.checks]
    findings, stop = with_stop(cells, seat.runs, ordered, submission.left_out)
    findings = voided(findings)
    points = points_of(findings, exercise.points, exam.course.grading.round)
    verdict = ExerciseVerdict(
        exercise.key, points, exercise.points, findings, stop=stop, kind=exercise.kind
    )
    called = tuple(sorted(lent.called)) if lent else ()
    names = {check: tuple(sorted(asked_for)) for check, asked_for in seat.asked.items()}
    return Graded(verdict, tuple(seat.runs.values()), seat.suspects(findings), called, names)
