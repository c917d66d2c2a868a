"""Many submissions: what is graded already is remembered, the rest goes to warm sandboxes."""

import atexit
import logging
import os
import time
import traceback
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, Self

import torch
from nbformat import NotebookNode

from autograder.course import Course, load_course
from autograder.errors import (
    AutograderError,
    CourseError,
    SandboxError,
    SandboxGone,
    SubmissionError,
)
from autograder.exam import Exam, load_exam
from autograder.examine import LONGEST_TRACE
from autograder.grading import Shelf, grade, ungraded
from autograder.plain import plain
from autograder.pool import Began, Died, Done, Duty, events_of
from autograder.sandbox import Sandbox, open_sandbox, settled_device
from autograder.sandbox.gpu import gpus_of_job
from autograder.submission import Entry, Submission, read_submission, submission_of
from autograder.verdict import Graded, Verdict
from autograder.verdicts import Verdicts

log = logging.getLogger("autograder")

TRIES = 2
# Network file systems may show a file that another machine has written only after this time.
UNSEEN_SECONDS = 90


@dataclass(frozen=True)
class Session:
    """What one run of grading is asked to do.

    `course_sha256` is what the course must be, '' for whatever it is: all processes of a run
    grade by the same files. `elsewhere`, when workers on other machines grade, which alone
    know their sandbox and device.
    """

    root: Path
    assignment: str
    sandbox: str
    device: str
    regrade: bool = False
    course_sha256: str = ""
    elsewhere: bool = False


class EventsOf(Protocol):
    """How the work of a class is shared: as `pool.events_of` does, which says what is meant."""

    def __call__(
        self, jobs: int, duty: Duty, items: Iterable[Entry], tries: int
    ) -> Generator[Began[Entry] | Done[Entry, Any] | Died[Entry], None, None]:
        """Tell what happens to each item, as it happens."""


class Watch(Protocol):
    """Who is told how the grading of a class goes on."""

    def pending(self, count: int) -> None:
        """So many have to be graded, all others are known."""

    def began(self, student: str) -> None:
        """A student's submission is being graded from now on."""

    def lost(self, student: str, again: bool) -> None:
        """The process that graded it has died; the submission is tried again, or is broken."""


class Grader:
    """One exam and, once something has to be graded, one warm sandbox."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._course = load_course(session.root)
        self._device = session.device
        if not session.elsewhere:
            self._device = settled_device(session.device, session.sandbox)
        self._open = ExitStack()
        self.verdicts = Verdicts(session.root / "verdicts")

    @cached_property
    def exam(self) -> Exam:
        """Give what the assignment is graded by; raises CourseError when that has changed."""
        exam = load_exam(self._course, self.session.assignment)
        if self.session.course_sha256 not in ("", exam.sha256):
            raise CourseError(
                f"Files of {self.session.assignment} were changed while it was being graded. What "
                f"was graded before is kept. Run the same command again."
            )
        return exam

    @cached_property
    def _sandbox(self) -> Sandbox:
        # The grader's own sums must not depend on the number of cores.
        torch.set_num_threads(1)
        try:
            return self._opened()
        except SandboxGone:
            raise
        except SandboxError as error:  # it may have been killed from outside
            log.warning("The sandbox is started once more: %s", error)
            return self._opened()

    def _opened(self) -> Sandbox:
        course, options = self._course, self._course.grading
        if self.session.elsewhere:
            options = options.model_copy(update={"gpus": gpus_of_job(options.gpus)})
        wanted, data = self.session.sandbox, self.exam.data
        sandbox = open_sandbox(wanted, course.limits, data, options, self._device)
        return self._open.enter_context(sandbox)

    def read(self, entry: Entry) -> Submission:
        """Read and rebuild a submitted notebook; raises SubmissionError saying what is wrong."""
        limit = self._course.limits.notebook_mb
        return read_submission(entry, self.exam.released, self.session.assignment, limit)

    def remembered(self, submission: Submission) -> Verdict | None:
        """Give the verdict of an unchanged submission under an unchanged course, if kept."""
        address = (submission.student, submission.sha256, self.exam.sha256, self._device)
        return self.verdicts.find(*address)

    def known(self, entry: Entry) -> Verdict | None:
        """Give the verdict of an entry that need not be graded, None of one that has to be."""
        try:
            submission = self.read(entry)
        except SubmissionError as error:
            return self.rejected(entry, error)
        return None if self.session.regrade else self.remembered(submission)

    def rejected(self, entry: Entry, error: SubmissionError) -> Verdict:
        """Give the verdict of an entry that cannot be graded."""
        return ungraded(self.exam, entry.student, entry.sha256, "rejected", str(error))

    def grade(self, submission: Submission) -> Verdict:
        """Grade a submission and keep the verdict; raises StoreError when it cannot be kept."""
        shelf: Shelf = _Afresh(self.verdicts) if self.session.regrade else self.verdicts
        verdict = grade(self.exam, submission, self._sandbox, self._device, shelf)
        if verdict.status == "graded":  # a broken one is tried again by the next run
            self.exam.require_unchanged()
            self.verdicts.put(verdict)
        return verdict

    def grade_notebook(self, student: str, notebook: NotebookNode) -> Verdict:
        """Give the verdict of a notebook that nbgrader holds, graded now unless it was before."""
        rebuilt = submission_of(notebook, self.exam.released, student, self.session.assignment)
        verdict = self.remembered(rebuilt)
        if self.session.elsewhere and verdict is None:
            return self._awaited(rebuilt)
        return verdict or self.grade(rebuilt)

    def _awaited(self, submission: Submission) -> Verdict:
        """Wait for a verdict that another machine has kept: what it graded is not graded here."""
        for _ in range(UNSEEN_SECONDS):
            time.sleep(1)
            verdict = self.remembered(submission)
            if verdict is not None:
                return verdict
        raise SandboxGone(
            f"The verdict on {submission.student} that a worker has kept is not to be seen in "
            f"{self.verdicts.folder}. Check that it is the same folder for all workers, then run "
            f"the same command again."
        )

    def close(self) -> None:
        """End the sandbox, if one was opened."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class _Afresh:
    """Keeps what is graded, and gives nothing of what was kept before."""

    verdicts: Verdicts

    def find_exercise(self, _address: str) -> Graded | None:
        return None

    def put_exercise(self, address: str, graded: Graded) -> None:
        self.verdicts.put_exercise(address, graded)


# By course and assignment, what nbgrader's converters in this process ask for verdicts.
_standing: dict[tuple[Path, str], Grader] = {}


def verdict_of(course: Course, assignment: str, student: str, notebook: NotebookNode) -> Verdict:
    """Give the verdict of a notebook for nbgrader's own commands, graded now unless it was before.

    The sandbox that this may open stays warm for the next notebook, until the process ends.
    """
    key = (course.root, assignment)
    if key not in _standing:
        grading = course.grading
        _standing[key] = Grader(Session(course.root, assignment, grading.sandbox, grading.device))
        atexit.register(_standing[key].close)
    grader = _standing[key]
    grader.exam.require_unchanged()
    return grader.grade_notebook(student, notebook)


@contextmanager
def standing(session: Session) -> Iterator[Grader]:
    """Give the grader of a run, which nbgrader's converters ask too as long as the body runs."""
    key = (session.root, session.assignment)
    with Grader(session) as grader:
        before = _standing.get(key)
        _standing[key] = grader
        try:
            yield grader
        finally:
            del _standing[key]
            if before is not None:
                _standing[key] = before


def grade_class(
    grader: Grader,
    entries: Sequence[Entry],
    jobs: int,
    watch: Watch,
    share: EventsOf = events_of,
) -> Generator[Verdict, None, None]:
    """Give a verdict for every entry as they are ready, without pictures and cell outputs.

    Args: `share`, which has them graded: by default as many processes of this machine as `jobs`.
    A process that dies takes one try of one submission with it, which is `broken` after TRIES.
    Raises StoreError, CourseError and SandboxError when nothing more can be graded; what was
    graded until then is kept.
    """
    grader.verdicts.require_writable()
    waiting: list[Entry] = []
    for entry in entries:
        verdict = grader.known(entry)
        if verdict is None:
            waiting.append(entry)
        else:
            yield verdict.slim()
    watch.pending(len(waiting))
    # No student's code is near, but it can make a grader's process grow: not this one.
    yield from _in_parallel(grader, waiting, jobs, watch, share)


def _in_parallel(
    grader: Grader, entries: Sequence[Entry], jobs: int, watch: Watch, share: EventsOf
) -> Iterator[Verdict]:
    session = replace(grader.session, course_sha256=grader.exam.sha256)
    duty = Duty(_take_seat, (session,), _grade_entry, __name__)
    with closing(share(jobs, duty, entries, TRIES)) as events:
        for event in events:
            student = event.item.student
            if isinstance(event, Began):
                watch.began(student)
            elif isinstance(event, Died):
                watch.lost(student, event.again)
                if not event.again:
                    yield _given_up(grader.exam, event)
            else:
                yield event.result


def _given_up(exam: Exam, death: Died[Entry]) -> Verdict:
    reason = (
        f"The process that graded it died {TRIES} times, and not the student's own: {death.how}. "
        f"Look for free memory, then run the same command again."
    )
    return ungraded(exam, death.item.student, death.item.sha256, "broken", reason)


# One per process of the pool, opened once: a warm sandbox is what makes grading fast.
_seat: Grader | None = None


def _take_seat(session: Session) -> None:
    global _seat
    if session.elsewhere:
        settled_device(session.device, session.sandbox)  # raises when it is not to be had here
    try:
        _seat = Grader(session)
        _ = _seat.exam
    except CourseError as error:
        if session.elsewhere:
            raise _another(session, error) from error
        raise
    # A pool's process is ended without unwinding the stack: the sandbox dies with its parent.


def _grade_entry(entry: Entry) -> Verdict:
    assert _seat is not None, "the pool's process has not been prepared"
    # A process that died over it may have kept the verdict already, or the file is new.
    try:
        verdict = _seat.known(entry) or _seat.grade(_seat.read(entry))
    except AutograderError:
        raise  # nor could the next one be graded
    except Exception as error:  # a bug of ours: the boundary between it and the other submissions
        trace = "".join(traceback.format_exception(error))
        log.error("grading %s broke:\n%s", entry.student, plain(trace, LONGEST_TRACE))
        reason = f"Grading broke ({type(error).__name__}), by no fault of the submission."
        return ungraded(_seat.exam, entry.student, entry.sha256, "broken", reason)
    if verdict.status == "rejected" and _seat.session.elsewhere:
        # Where the class was looked through, it could be read.
        reason = f"A worker could not read it: {verdict.reason} All must see the same folders."
        return ungraded(_seat.exam, entry.student, entry.sha256, "broken", reason)
    return verdict.slim()


def _another(session: Session, error: CourseError) -> CourseError:
    """Say that a worker does not see the course that is graded by."""
    return CourseError(
        f"the course at {session.root} is not the one that is graded by. Every worker has to see "
        f"that folder as it is here, with the same secret file and the same autograder. ({error})"
    )


def job_count(asked: int, course: Course, device: str = "cpu") -> int:
    """Give the number of workers: as asked, else as course.toml says, else one per core.

    On a GPU, whose memory nothing divides, no more than course.toml has seats there.
    """
    grading = course.grading
    wanted = asked or grading.jobs or len(os.sched_getaffinity(0))
    seats = len(grading.gpus) * grading.jobs_per_gpu
    return min(wanted, seats) if device == "cuda" else wanted
