"""The command `autograder watch`: rounds until it is told to end, faults told and tried again."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType

from filelock import Timeout

from autograder.course.config import Course, load_course
from autograder.errors import AutograderError, CourseError, StoreError
from autograder.gradebook import redact
from autograder.gradebook.database import require_gradebook
from autograder.grading.batch import standing
from autograder.grading.session import GradeOptions, session_of
from autograder.runs.run import Run, open_run
from autograder.storage.atomic import keeping
from autograder.storage.file_lock import file_lock, holder_of
from autograder.storage.permissions import file_mode, make_private
from autograder.watch.events import Event, json_of, line_of
from autograder.watch.watcher import Watcher

LONGEST_PAUSE = 900.0  # seconds between two tries when something of ours is at fault
PATIENCE_SECONDS = 3.0


@dataclass(frozen=True)
class WatchOptions:
    """What `autograder watch` is asked; None and 0 leave it to course.toml."""

    course: Path
    assignments: Sequence[str]
    once: bool = False
    json: bool = False
    jobs: int = 0
    device: str | None = None
    sandbox: str | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a watch has of the world: the time, a way to wait, and one to begin as a new process."""

    clock: Callable[[], datetime] = lambda: redact.now()
    pause: Callable[[float], None] = time.sleep
    restart: Callable[[], int] | None = None


def watch(options: WatchOptions, around: Surroundings | None = None) -> int:
    """Watch assignments until Ctrl-C or SIGTERM, or for one round; returns the exit code.

    Raises AutograderError when another watch is on, when the course is wrong, and for one round
    when anything is.
    """
    around = around or Surroundings()
    run = open_run(options.course, options.device, options.sandbox)
    course = run.course
    course.secret_bytes()
    require_gradebook(run)

    def tell(event: Event) -> None:
        now = around.clock()
        here = course.local(now) if course.course.timezone else now.astimezone()
        print(json_of(event, now) if options.json else line_of(event, here), flush=True)

    with alone(course), _terminable(), ExitStack() as stack:
        watchers = [
            stack.enter_context(_watcher(run, name, options, around, tell))
            for name in dict.fromkeys(options.assignments)
        ]
        if options.once:
            for watcher in watchers:
                watcher.round()
            return 0
        for watcher in watchers:
            words = f"{watcher.assignment}, every {course.watch.poll_seconds} s. Ctrl-C ends it."
            tell(Event("watching", watcher.assignment, words))
        _rounds(watchers, course, around, tell)
    return (around.restart or (lambda: _begin_anew(options)))()


@contextmanager
def _watcher(
    run: Run,
    name: str,
    options: WatchOptions,
    around: Surroundings,
    tell: Callable[[Event], None],
) -> Iterator[Watcher]:
    run.course.assignment(name)
    asked = GradeOptions(options.course, name, jobs=options.jobs)
    session, share = session_of(run, asked)
    with standing(session) as grader:
        _ = grader.outline
        made = Watcher(run, grader, share.jobs, tell, around.clock)
        with closing(made):
            yield made


def _rounds(
    watchers: Sequence[Watcher],
    course: Course,
    around: Surroundings,
    tell: Callable[[Event], None],
) -> None:
    """Go round until the course is another, which then can be read."""
    failed = 0
    while True:
        try:
            for watcher in watchers:
                watcher.round()
            failed = 0
        except AutograderError as error:
            if isinstance(error, CourseError) and any(watcher.changed() for watcher in watchers):
                fault = _unreadable(course)
                if not fault:
                    tell(Event("changed", "", "The course was changed; the watch begins again."))
                    return
                error = fault
            failed += 1
            wait = _pause(course, failed)
            tell(Event("fault", "", f"{error} Tried again in {wait:g} s."))
        around.pause(_pause(course, failed))


def _pause(course: Course, failed: int) -> float:
    return min(course.watch.poll_seconds * 2.0 ** min(failed, 16), LONGEST_PAUSE)


def _unreadable(course: Course) -> CourseError | None:
    """Return what is wrong with a course that is being edited, None when it can be read."""
    try:
        load_course(course.root)
    except CourseError as error:
        return error
    return None


def _begin_anew(options: WatchOptions) -> int:
    """Be the same command again in a fresh process: Python keeps the modules it has imported."""
    words = ["--course", str(options.course), "watch", *options.assignments]
    words += ["--json"] if options.json else []
    words += ["--jobs", str(options.jobs)] if options.jobs else []
    words += ["--device", options.device] if options.device else []
    words += ["--sandbox", options.sandbox] if options.sandbox else []
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "autograder", *words])


@contextmanager
def alone(course: Course) -> Iterator[None]:
    """Be the only watch of a course; raises StoreError naming who is already."""
    place = course.root / "verdicts" / "watch" / ".lock"
    with keeping(place):
        make_private(place.parent)
        lock = file_lock(place, file_mode(place.parent))
        try:
            # what a killed watch had started may hold it for a moment longer
            lock.acquire(timeout=PATIENCE_SECONDS)
        except Timeout as timeout:
            raise StoreError(
                f"{course.root} is watched already ({holder_of(place) or 'by another process'}). "
                f"End that watch first, or name all assignments in one: autograder watch A B."
            ) from timeout
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the watch as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
