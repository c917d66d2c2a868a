"""Many submissions: what is graded already is remembered, the rest goes to warm sandboxes."""

import atexit
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Self

import torch
from nbformat import NotebookNode

from autograder.course import Course, load_course
from autograder.errors import SubmissionError
from autograder.exam import Exam, load_exam
from autograder.grading import grade, ungraded
from autograder.pool import in_processes
from autograder.sandbox import Sandbox, open_sandbox, settled_device
from autograder.submission import Entry, Submission, read_submission, submission_of
from autograder.verdict import Verdict
from autograder.verdicts import Verdicts

log = logging.getLogger("autograder")

TRIES = 2


@dataclass(frozen=True)
class Session:
    """What one run of grading is asked to do."""

    root: Path
    assignment: str
    sandbox: str
    device: str
    regrade: bool = False


class Grader:
    """One exam and, once something has to be graded, one warm sandbox."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._course = load_course(session.root)
        self._device = settled_device(session.device, session.sandbox)
        self._open = ExitStack()
        self._verdicts = Verdicts(session.root / "verdicts")

    @cached_property
    def exam(self) -> Exam:
        """Give what the assignment is graded by."""
        return load_exam(self._course, self._session.assignment)

    @cached_property
    def _sandbox(self) -> Sandbox:
        # The grader's own sums must not depend on the number of cores.
        torch.set_num_threads(1)
        course, wanted = self._course, self._session.sandbox
        sandbox = open_sandbox(wanted, course.limits, self.exam.data, course.grading, self._device)
        return self._open.enter_context(sandbox)

    def read(self, entry: Entry) -> Submission:
        """Read and rebuild a submitted notebook; raises SubmissionError saying what is wrong."""
        limit = self._course.limits.notebook_mb
        return read_submission(entry, self.exam.released, self._session.assignment, limit)

    def remembered(self, submission: Submission) -> Verdict | None:
        """Give the verdict of an unchanged submission under an unchanged course, if kept."""
        address = (submission.student, submission.sha256, self.exam.sha256, self._device)
        return None if self._session.regrade else self._verdicts.find(*address)

    def grade(self, submission: Submission) -> Verdict:
        """Grade a submission and keep the verdict."""
        verdict = grade(self.exam, submission, self._sandbox, self._device)
        if verdict.status == "graded":  # a broken one is tried again by the next run
            self._verdicts.put(verdict)
        return verdict

    def grade_notebook(self, student: str, notebook: NotebookNode) -> Verdict:
        """Give the verdict of a notebook that nbgrader holds, graded now unless it was before."""
        rebuilt = submission_of(notebook, self.exam.released, student, self._session.assignment)
        return self.remembered(rebuilt) or self.grade(rebuilt)

    def close(self) -> None:
        """End the sandbox, if one was opened."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def verdict_of(course: Course, assignment: str, student: str, notebook: NotebookNode) -> Verdict:
    """Give the verdict of a notebook for nbgrader's own commands, graded now unless it was before.

    The sandbox that this may open stays warm for the next notebook, until the process ends.
    """
    return _standing_grader(course.root, assignment).grade_notebook(student, notebook)


@cache
def _standing_grader(root: Path, assignment: str) -> Grader:
    grading = load_course(root).grading
    grader = Grader(Session(root, assignment, grading.sandbox, grading.device))
    atexit.register(grader.close)
    return grader


def grade_class(
    session: Session, entries: Sequence[Entry], jobs: int, begin: Callable[[int], None]
) -> Iterator[Verdict]:
    """Give a verdict for every entry, in the order in which they are ready.

    `begin` is told how many have to be graded before the first of these arrives. A worker process
    that dies takes one try of its submissions with it; after TRIES they are `broken`.
    """
    with Grader(session) as grader:
        pending: list[tuple[Entry, Submission]] = []
        known: list[Verdict] = []
        for entry in entries:
            try:
                submission = grader.read(entry)
            except SubmissionError as error:
                known.append(
                    ungraded(grader.exam, entry.student, entry.sha256, "rejected", str(error))
                )
                continue
            verdict = grader.remembered(submission)
            if verdict is None:
                pending.append((entry, submission))
            else:
                known.append(verdict)
        begin(len(pending))
        yield from known
        if len(pending) == 1 or jobs == 1:
            yield from (grader.grade(submission) for _, submission in pending)
        else:
            yield from _in_parallel(session, pending, jobs, grader.exam)


def _in_parallel(
    session: Session, pending: list[tuple[Entry, Submission]], jobs: int, exam: Exam
) -> Iterator[Verdict]:
    for _ in range(TRIES):
        if not pending:
            return
        done: list[str] = []
        for verdict in _one_pool(session, [entry for entry, _ in pending], jobs):
            done.append(verdict.student)
            yield verdict
        pending = [(e, s) for e, s in pending if e.student not in done]
    for entry, submission in pending:
        reason = f"The grading process died {TRIES} times, by no fault of the submission."
        yield ungraded(exam, entry.student, submission.sha256, "broken", reason)


def _one_pool(session: Session, entries: Iterable[Entry], jobs: int) -> Iterator[Verdict]:
    """Grade in `jobs` processes; ends early, with a warning, when one of them dies."""
    try:
        yield from in_processes(jobs, _take_seat, (session,), _grade_entry, entries)
    except BrokenProcessPool:
        log.warning("A grading process died; what it had not finished is graded again.")


# One per process of the pool, opened once: a warm sandbox is what makes grading fast.
_seat: Grader | None = None


def _take_seat(session: Session) -> None:
    global _seat
    _seat = Grader(session)
    # A pool's process is ended without unwinding the stack: the sandbox dies with its parent.


def _grade_entry(entry: Entry) -> Verdict:
    assert _seat is not None, "the pool's initializer has not run"
    return _seat.grade(_seat.read(entry))


def job_count(asked: int, course: Course, device: str = "cpu") -> int:
    """Give the number of workers: as asked, else as course.toml says, else one per core.

    On a GPU, whose memory nothing divides, no more than course.toml has seats there.
    """
    grading = course.grading
    wanted = asked or grading.jobs or len(os.sched_getaffinity(0))
    seats = len(grading.gpus) * grading.jobs_per_gpu
    return min(wanted, seats) if device == "cuda" else wanted
