"""Many submissions: what is graded already is remembered, the rest goes to warm sandboxes."""

import atexit
import logging
import os
import socket
import traceback
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.errors import AutograderError, CourseError, SandboxError, SandboxGone
from autograder.grading.grader import Grader, Session
from autograder.grading.outline import Outline
from autograder.grading.ungraded import ungraded
from autograder.parallel.early import Early
from autograder.parallel.job import Job
from autograder.parallel.pool import Began, Died, Done, events_of
from autograder.records.verdict import Verdict
from autograder.sandbox.walls import settled_device
from autograder.submission.read import Entry, Submission
from autograder.text.sanitize import LONGEST_TRACE, plain_ends

log = logging.getLogger("autograder")

TRIES = 2
# What each process of the pool needs: torch, too, which is not imported here.
PRELOADED = (__name__, "autograder.grading.examiner")


@dataclass(frozen=True)
class Part:
    """One exercise of a submission, which is graded ahead of who grades all of it."""

    entry: Entry
    exercise: str


@dataclass(frozen=True)
class Parts:
    """What of a submission can be graded ahead: its exercises, but the one that comes first."""

    exercises: tuple[str, ...]

    def __call__(self, entry: Entry) -> Iterator[Part]:
        """Return the parts in the order in which they are graded."""
        return (Part(entry, name) for name in self.exercises[1:])


class EventsOf(Protocol):
    """How the work of a class is shared: as `pool.events_of` does, which says what is meant."""

    def __call__(
        self, jobs: int, job: Job, items: Iterable[Entry], tries: int
    ) -> Generator[Began[Entry] | Done[Entry, Any] | Died[Entry], None, None]:
        """Tell what happens to each item, as it happens."""


class Watch(Protocol):
    """Who is told how the grading of a class goes on."""

    def pending(self, count: int) -> None:
        """`count` are queued; the rest are cached."""

    def began(self, student: str) -> None:
        """A student's submission is being graded from now on."""

    def lost(self, student: str, again: bool) -> None:
        """The process that graded it has died; the submission is tried again, or is broken."""


# By course and assignment, what nbgrader's converters in this process ask for verdicts: the grader
# of the run that has them work, else one for them alone.
_standing: dict[tuple[Path, str], Grader] = {}
_own: dict[tuple[Path, str], Grader] = {}


def verdict_of(
    course: Course, assignment: str, student: str, notebook: NotebookNode | Submission
) -> Verdict:
    """Return the verdict of a notebook for nbgrader's own commands, graded now unless it was
    before; where the assignment has several, of a submission with all of them.

    The sandbox that this may open stays warm for the next notebook, until the process ends or the
    course has changed.
    """
    grader = _standing.get((course.root, assignment)) or _own_grader(course, assignment)
    grader.outline.require_unchanged()
    return grader.grade_notebook(student, notebook)


def _own_grader(course: Course, assignment: str) -> Grader:
    """Return who grades for nbgrader by the course as it is now.

    formgrader's process lives for days. It reads an edited course again; our own code it cannot.
    """
    key = (course.root, assignment)
    found = _own.get(key)
    if found is not None:
        if found.outline.course == course and found.outline.is_unchanged():
            return found
        found.outline.require_same_engine()
        atexit.unregister(found.close)
        _own.pop(key).close()
    grading = course.grading
    made = Grader(Session(course.root, assignment, grading.sandbox, grading.device))
    _ = made.outline
    atexit.register(made.close)
    return _own.setdefault(key, made)


@contextmanager
def standing(session: Session) -> Iterator[Grader]:
    """Return the grader of a run, which nbgrader's converters ask too as long as the body runs."""
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
    """Return a verdict for every entry as they are ready, without pictures and cell outputs.

    Args: `share`, which has them graded: by default as many processes of this machine as `jobs`.
    A process that dies takes one try of one submission with it, which is `broken` after TRIES.
    Raises StoreError, CourseError and SandboxError when nothing more can be graded; what was
    graded until then is kept.
    """
    grader.verdicts.require_writable()
    waiting: list[Entry] = []
    early: Early | None = None
    try:
        for entry in entries:
            verdict = grader.known(entry)
            if verdict is not None:
                yield verdict.slim()
                continue
            waiting.append(entry)
            if early is None and share is events_of:
                early = Early(grader.beside, PRELOADED)  # it starts while the rest is read
        watch.pending(len(waiting))
        # No student's code is near, but it can make a grader's process grow: not this one.
        yield from _in_parallel(grader, waiting, jobs, watch, share, early)
    finally:
        if early is not None:
            early.end()


def _in_parallel(
    grader: Grader,
    entries: Sequence[Entry],
    jobs: int,
    watch: Watch,
    share: EventsOf,
    early: Early | None,
) -> Iterator[Verdict]:
    session = replace(grader.session, course_sha256=grader.outline.run_sha256)
    parts = Parts(tuple(exercise.name for exercise in grader.outline.exercises))
    # Where nothing that was kept counts, neither would what another has kept meanwhile.
    ahead = None if session.regrade else parts
    beside = early if early is not None and early.beside is not None else grader.beside
    job = Job(_take_seat, (session,), _work, PRELOADED, beside, ahead)
    with closing(share(jobs, job, entries, TRIES)) as events:
        for event in events:
            student = event.item.student
            if isinstance(event, Began):
                watch.began(student)
            elif isinstance(event, Died):
                watch.lost(student, event.again)
                if not event.again:
                    yield _given_up(grader.outline_of(student), event)
            else:
                yield event.result


def _given_up(exam: Outline, death: Died[Entry]) -> Verdict:
    reason = (
        f"The process that graded it died {TRIES} times, and not the student's own: {death.how}. "
        f"Look for free memory, then run the same command again."
    )
    return ungraded(exam, death.item.student, death.item.sha256, "broken", reason)


# One per process of the pool, opened once: a warm sandbox is what makes grading fast.
_seat: Grader | None = None


def _take_seat(session: Session, warm: socket.socket | None = None) -> None:
    global _seat
    if session.elsewhere:
        settled_device(session.device, session.sandbox)  # raises when it is not to be had here
    try:
        _seat = Grader(session, warm)
        _seat.prepare()
    except CourseError as error:
        if session.elsewhere:
            raise _another(session, error) from error
        raise
    # A pool's process is ended without unwinding the stack: the sandbox dies with its parent.


def _work(task: Entry | Part) -> Verdict | None:
    assert _seat is not None, "the pool's process has not been prepared"
    if isinstance(task, Entry):
        return _grade_entry(_seat, task)
    try:
        _seat.ahead(task.entry, task.exercise)
    except SandboxGone:
        raise
    except SandboxError as error:  # who has the submission meets it too, or does without
        log.info("%s of %s is left: %s", task.exercise, task.entry.student, error)
    except AutograderError:
        raise
    except Exception as error:  # a bug of ours, which who has the submission meets, and tells
        log.info("%s of %s is left: %r", task.exercise, task.entry.student, error)
    return None


def _grade_entry(seat: Grader, entry: Entry) -> Verdict:
    # A process that died over it may have kept the verdict already, or the file is new.
    try:
        found = seat.looked_at(entry)
        verdict = found if isinstance(found, Verdict) else seat.grade(found)
    except AutograderError:
        raise  # nor could the next one be graded
    except Exception as error:  # a bug of ours: the boundary between it and the other submissions
        trace = "".join(traceback.format_exception(error))
        log.error("grading %s broke:\n%s", entry.student, plain_ends(trace, LONGEST_TRACE))
        reason = f"Grading broke ({type(error).__name__}), by no fault of the submission."
        return ungraded(
            seat.outline_of(entry.student), entry.student, entry.sha256, "broken", reason
        )
    if verdict.status == "rejected" and seat.session.elsewhere:
        # Where the class was looked through, it could be read.
        reason = f"A worker could not read it: {verdict.reason} All must see the same folders."
        return ungraded(
            seat.outline_of(entry.student), entry.student, entry.sha256, "broken", reason
        )
    return verdict.slim()


def _another(session: Session, error: CourseError) -> CourseError:
    """Say that a worker does not see the course that is graded by."""
    return CourseError(
        f"the course at {session.root} is not the one that is graded by. Every worker has to see "
        f"that folder as it is here, with the same secret file and the same autograder. ({error})"
    )


def job_count(asked: int, course: Course, device: str = "cpu") -> int:
    """Return the number of workers: as asked, else as course.toml says, else one per core.

    On a GPU, whose memory nothing divides, no more than course.toml has seats there.
    """
    grading = course.grading
    wanted = asked or grading.jobs or len(os.sched_getaffinity(0))
    seats = len(grading.gpus) * grading.jobs_per_gpu
    return min(wanted, seats) if device == "cuda" else wanted
