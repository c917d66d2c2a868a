"""One exercise of a submission → ExerciseVerdict, in a sandbox; the same but for times."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from autograder.checking.run import examine_all
from autograder.checking.stand_in import StandIns
from autograder.diagnosis.stops import with_stop
from autograder.errors import SandboxError, SandboxGone
from autograder.grading.absent import absent
from autograder.grading.exam import Exam, Exercise
from autograder.grading.seat import Seat
from autograder.grading.settle import settled
from autograder.grading.shelf import Shelf, Turns, address_of
from autograder.records.cell import CellRun
from autograder.records.outputs import bounded
from autograder.records.points import points_of, voided
from autograder.records.verdict import (
    ExerciseVerdict,
    Finding,
    Graded,
)
from autograder.sandbox.base import Sandbox, SandboxTransport, Stopwatch
from autograder.submission.read import Submission

log = logging.getLogger("autograder")

FAR = 4  # times the processor time that an exercise may take, on a busy machine


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
    turns: Turns | None = None

    def graded(self, exercise: Exercise, earlier: Sequence[Graded]) -> Graded:
        """Return what one exercise comes to, as it was kept or graded now; raises SandboxError."""
        if nothing := absent(self.exam, self.submission, exercise):
            return _told_of_each(exercise, nothing)
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
        # Who has met cells that kill knows more than who is ahead, and waits for nobody.
        patience = 0.0 if self.alone.deadly else self._longest(exercise)
        with self._turn(address, patience):
            kept = self.shelf.find_exercise(address) if self.shelf else None
            return kept or self._kept(address, exercise, names)

    def ahead(self, exercise: Exercise) -> None:
        """Grade an exercise for who comes to it later, unless somebody has, or is at it.

        With the student's own functions alone. Raises SandboxError.
        """
        if self.shelf is None or absent(self.exam, self.submission, exercise):
            return
        address = address_of(self.exam, self.submission, exercise, self.device)
        with self._turn(address, 0.0) as ours:
            if ours and self.shelf.find_exercise(address) is None:
                self._kept(address, exercise, {})

    def _turn(self, address: str, patience: float) -> AbstractContextManager[bool]:
        return self.turns.turn(address, patience) if self.turns else nullcontext(True)

    def _longest(self, exercise: Exercise) -> float:
        """Return the seconds within which who grades an exercise has done so, or is stuck."""
        limits = self.exam.course.limits_of(self.exam.assignment.name, exercise.name)
        return FAR * limits.cpu_seconds

    def _kept(self, address: str, exercise: Exercise, names: Mapping[str, str]) -> Graded:
        """Grade an exercise now, and keep what it comes to."""
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


def _told_of_each(exercise: Exercise, nothing: Graded) -> Graded:
    """Return what an absent exercise comes to, with a finding for each of its checks."""
    message = nothing.verdict.stop.message if nothing.verdict.stop else ""
    findings = tuple(
        Finding(check.name, check.title, "crashed", check.weight, message, check.visible)
        for check in exercise.checks
    )
    return replace(nothing, verdict=replace(nothing.verdict, findings=findings))


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
    try:
        asked = _asked(exam, exercise, seat)
    finally:
        seat.close()
    cells = submission.cells_before(exercise.grade_id)
    findings, stop = with_stop(cells, seat.runs, asked, submission.left_out)
    findings = voided(findings)
    points = points_of(findings, exercise.points, exam.course.grading.round)
    verdict = ExerciseVerdict(
        exercise.key, points, exercise.points, findings, stop=stop, kind=exercise.kind
    )
    called = tuple(sorted(lent.called)) if lent else ()
    names = {check: tuple(sorted(asked_for)) for check, asked_for in seat.asked.items()}
    return Graded(verdict, tuple(seat.runs.values()), seat.suspects(findings), called, names)


def _asked(exam: Exam, exercise: Exercise, seat: Seat) -> list[Finding]:
    """Return what the checks of an exercise find, in their order; visible ones are asked first."""
    found: dict[str, Finding] = {}
    for check in sorted(exercise.checks, key=lambda check: not check.visible):
        student, context = partial(seat.student, check), partial(exam.context, exercise)
        asked = examine_all([check], student, context, found.values())
        found |= {finding.check: finding for finding in asked}
    return [found[check.name] for check in exercise.checks]
