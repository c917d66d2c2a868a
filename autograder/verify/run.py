"""The grader graded: every submission with a known verdict is examined as a class would be."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from fnmatch import fnmatch
from functools import cached_property
from itertools import chain
from pathlib import Path

import nbformat
import torch

from autograder.course.config import Course
from autograder.course.known import Known, answer_sheet, known_submissions
from autograder.course.opened import course_at
from autograder.course.private import holdings
from autograder.errors import CourseError
from autograder.grading.exam import Exam, load_exam
from autograder.grading.exercise import grade_exercise
from autograder.parallel.pool import in_processes
from autograder.records.verdict import ExerciseVerdict
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.cpu import CpuReading
from autograder.sandbox.walls import wall_of
from autograder.submission.read import submission_of
from autograder.text.nearest import hint
from autograder.verify.address import Addresses
from autograder.verify.case import REFERENCE, Case, Outcome, VerifyRun
from autograder.verify.kept import Kept, KnownOutcomes
from autograder.verify.severity import kept_of_names
from autograder.verify.trained_once import TrainsOnce


class _Examiner:
    """One process's exam and warm sandbox."""

    def __init__(self, verify_run: VerifyRun) -> None:
        # The grader's own sums must not depend on the number of cores.
        torch.set_num_threads(1)
        self._court, self._exam = verify_run, _exam_of(verify_run)
        self._open = ExitStack()
        self._kept = KnownOutcomes(verify_run.root)

    @cached_property
    def _sandbox(self) -> Sandbox:
        # Not before the first case: what it raises in a pool's initializer is lost.
        course = self._exam.course
        settings = course.widest_limits(self._exam.assignment.name), self._exam.data, course.grading
        opened = open_sandbox(self._court.sandbox, *settings, hidden=holdings(course))
        return self._open.enter_context(opened)

    @cached_property
    def _addresses(self) -> Addresses:
        return _addresses(self._court, self._exam)

    def outcomes(self, cases: Sequence[Case]) -> list[Outcome]:
        """Hold the cases of one known submission; each outcome is kept as soon as it is there."""
        _ = self._addresses  # of the files as they were before anything was asked
        sandbox: Sandbox = self._sandbox  # started before any clock is
        if not self._court.trains_once:
            return [self._kept_outcome(case, sandbox) for case in cases]
        once = TrainsOnce(sandbox)
        return [self._kept_outcome(case, once, once) for case in cases]

    def _kept_outcome(
        self, case: Case, sandbox: Sandbox, once: TrainsOnce | None = None
    ) -> Outcome:
        """Return what a case comes to, and keep it if it would come to the same again."""
        before = once.loads if once else 0
        outcome, lasts = self._outcome(case, sandbox)
        loaded = once is not None and once.loads > before
        address = self._addresses.of(case, trained_before=loaded)
        if lasts and self._addresses.unchanged():
            wall = self._addresses.wall
            self._kept.put(address, Kept(self._court.assignment, wall, loaded, outcome))
        return outcome

    def _outcome(self, case: Case, sandbox: Sandbox) -> tuple[Outcome, bool]:
        """Grade the exercise that a known submission is for, under the case's secret.

        And say whether it would come to the same again: not where it rests on a clock that was
        met, or on our own fault.
        """
        known, name = case.known, self._exam.assignment.name
        # The pictures of what passes look alike: the reference's are drawn, for all.
        seen = known.name == REFERENCE
        exam = replace(self._exam, course=self._exam.course.under(case.secret), pictures=seen)
        chosen = [known] if known.name != REFERENCE else []
        notebook = answer_sheet(exam.course, name, exam.released, chosen)
        submission = submission_of(notebook, exam.released, "known", name)
        exercise = next(e for e in exam.exercises if e.name == known.exercise)
        stopwatch = exam.stopwatch(exercise)
        before, start = CpuReading.now(), time.monotonic()
        verdict, _ = grade_exercise(exam, submission, exercise, sandbox, stopwatch)
        spent = CpuReading.now().since(before)
        found = _outcome(case, verdict, spent, time.monotonic() - start)
        return found, found.status != "broken" and not stopwatch.met

    def close(self) -> None:
        """End the sandbox."""
        self._open.close()


def _exam_of(verify_run: VerifyRun) -> Exam:
    course = course_at(verify_run.root).whole().under("verify")
    if verify_run.variant:
        course = course.as_variant(verify_run.assignment, verify_run.variant)
    released = nbformat.reads(verify_run.released, as_version=4)
    return load_exam(course, verify_run.assignment, released)


def _addresses(verify_run: VerifyRun, exam: Exam) -> Addresses:
    return Addresses(exam, wall_of(verify_run.sandbox, exam.course.grading), verify_run.engine)


def remembered(verify_run: VerifyRun, wanted: Sequence[Case]) -> dict[Case, Outcome]:
    """Return the outcomes that were kept, of cases of which nothing has changed since.

    Raises StoreError when what was kept cannot be read, CourseError without a release, and
    SandboxGone when there is no image of the sandbox.
    """
    kept = KnownOutcomes(verify_run.root)
    if not kept.paths():
        return {}
    addresses = _addresses(verify_run, _exam_of(verify_run))
    found: dict[Case, Outcome] = {}
    for case in wanted:
        # One for which all was trained is as good where models are loaded.
        for before in (False, True)[: 1 + verify_run.trains_once]:
            outcome = kept.find(addresses.of(case, trained_before=before), case)
            if outcome is not None:
                found.setdefault(case, outcome)
    return found


def _outcome(case: Case, verdict: ExerciseVerdict, cpu: float, seconds: float) -> Outcome:
    known = case.known
    lost = [finding for finding in verdict.findings if finding.outcome != "passed"]
    return Outcome(
        exercise=known.exercise,
        name=known.name,
        right=known.right,
        secret=case.secret,
        points=verdict.points,
        max_points=verdict.max_points,
        expect=known.expect,
        says=known.says,
        lost={finding.check: finding.outcome for finding in lost},
        named=bool(known.says) and known.says in " ".join(f.message for f in lost),
        cpu_seconds=round(cpu, 2),
        seconds=round(seconds, 2),
        kind=known.kind,
        kept=kept_of_names(verdict.findings),
        told={
            finding.check: finding.question if finding.outcome == "broken" else finding.message
            for finding in lost
            if finding.outcome != "skipped"
        },
    )


def cases(
    course: Course,
    assignment: str,
    folder: Path,
    *,
    only: str = "*",
    right_only: bool = False,
    secrets: int = 1,
) -> tuple[Case, ...]:
    """Return what is to be tried: the reference of each exercise, and all that `folder` holds.

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
    variant = course.assignment(assignment).variant
    known = tuple(one for one in known if not one.variants or variant in one.variants)
    references = [Known(exercise, REFERENCE, "", right=True) for exercise in exercises]
    chosen = [
        one
        for one in (*references, *known)
        if fnmatch(f"{one.exercise}/{one.name}", only) and (one.right or not right_only)
    ]
    if not chosen:
        raise CourseError(f"{folder / assignment}: no known submission is called {only!r}.")
    return tuple(Case(one, f"verify {n}") for n in range(secrets) for one in chosen)


def verify(verify_run: VerifyRun, wanted: Sequence[Case], jobs: int) -> Iterator[Outcome]:
    """Return the outcome of every case, as they are ready; raises SandboxError and StoreError."""
    groups: dict[Known, list[Case]] = {}
    for case in wanted:
        groups.setdefault(case.known, []).append(case)
    if jobs == 1:
        judge = _Examiner(verify_run)
        try:
            yield from chain.from_iterable(map(judge.outcomes, groups.values()))
        finally:
            judge.close()
        return
    ready = in_processes(jobs, _take_seat, (verify_run,), _try, groups.values())
    yield from chain.from_iterable(ready)


_seat: _Examiner | None = None


def _take_seat(verify_run: VerifyRun) -> None:
    global _seat
    _seat = _Examiner(verify_run)
    # A pool's process is ended without unwinding the stack: the sandbox dies with its parent.


def _try(cases: list[Case]) -> list[Outcome]:
    assert _seat is not None, "the pool's initializer has not run"
    return _seat.outcomes(cases)
