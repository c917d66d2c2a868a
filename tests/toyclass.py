"""A class of the toy course, and a process that grades it again and again without starting anew.

Importing torch and nbgrader takes seconds, a run over this class less than one. So a process of
its own imports them once and forks for every run; each run's students sit in a toy sandbox.
"""

import ctypes
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import IO, Any, NoReturn

from nbgrader.api import Gradebook
from pytest import MonkeyPatch

from autograder import checks
from autograder.cell import CellRun, CodeCell
from autograder.course import Course, load_course
from autograder.errors import SandboxError
from autograder.exam import read_release
from autograder.known import answer_sheet, filled
from autograder.local import LocalDesk
from autograder.release import build, database_url
from autograder.sandbox.processes import family, processes
from autograder.student import StudentCrashed
from autograder.worker.jail import die_with_parent
from tests.conftest import ROOT
from tests.toycourse import COURSE, HANDOUT, make_course

CHECKS = {
    "masks": '''"""Checks of toy/masks."""

from autograder.check import Failed, World, check
from autograder.student import Student


@check(visible=True)
def doubles(student: Student, world: World) -> None:
    """It doubles"""
    if student.call_plain("first", 3) != 6:
        raise Failed("It does not double.")


@check()
def as_the_reference(student: Student, world: World) -> None:
    """It is as the reference has it"""
    size = int(world.parameters["size"])
    if student.call_plain("first", size) != world.truth().first(size):
        raise Failed("It is another number.")
''',
    "scores": '''"""Checks of toy/scores."""

from autograder.check import Failed, World, check
from autograder.student import Student


@check()
def scored(student: Student, world: World) -> None:
    """The score is right"""
    if student.call_plain("score", int(world.parameters["shift"])) != world.truth().score(4):
        raise Failed("It is another score.")
''',
}

# Bytecode is told from older by seconds and size; a test edits a check faster.
ENVIRONMENT = {"AUTOGRADER_SECRET": "a toy class", "PYTHONDONTWRITEBYTECODE": "1"}

# Variables by which a Dask worker is told over which cell it is to die, and to use a real sandbox.
DEADLY, WALLS = "TOY_DEADLY", "TOY_WALLS"

ANSWERS: dict[str, dict[str, str]] = {
    "ada": {},
    "bela": {"masks.first": "def first(size):\n    return size"},
    "chiara": {"scores.score": "def score(size):\n    return 1 / 0"},
    "dmitri": {"masks.first": "print('hello')\ndef first(size):\n    return 2 * size"},
    "emi": {"masks.first": "def first(size):\n    return 6"},
}


def make_class(root: Path) -> Course:
    """Write the toy course with its checks and release, and a class that has handed in."""
    handout = HANDOUT.replace("import math", "import math\nfrom functools import cache")
    course = make_course(root, course=COURSE + "shift = 4\n", handout=handout)
    for name, text in CHECKS.items():
        place = root / "checks" / "toy" / f"{name}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    (root / "checks" / "toy" / "__init__.py").touch()
    build(course, "toy")
    for student, answers in ANSWERS.items():
        hand_in(course, student, answers)
    cut = root / "submitted" / "zoe" / "toy" / "toy.ipynb"
    cut.parent.mkdir(parents=True)
    cut.write_text('{"cells": [')
    return course


def hand_in(course: Course, student: str, answers: Mapping[str, str]) -> None:
    """Write a student's notebook: the reference's answers but for these."""
    sheet = filled(answer_sheet(course, "toy", read_release(course.root, "toy", "toy")), answers)
    path = course.root / "submitted" / student / "toy" / "toy.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sheet))


@dataclass(frozen=True)
class Ended:
    """How a run of `autograder grade` ended, and what it said."""

    code: int
    out: str
    err: str


class Stage:
    """The process that forks for every run, and its runs; `name` tells two of one class apart."""

    def __init__(self, root: Path, name: str = "") -> None:
        self.root = root
        self._said_in = [root / f".{name}{stream}" for stream in ("out", "err")]
        self.pid = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.toyclass", str(root), name],
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._said() == "ready"

    def begin(self, *words: str, **plan: Any) -> None:
        """Begin `autograder grade toy` with these words."""
        order = {"argv": ["--course", str(self.root), "grade", "toy", *words], **plan}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self.pid = int(self._said())

    def end(self) -> Ended:
        """Wait for the end of the run."""
        code = int(self._said())
        return Ended(code, *(path.read_text() for path in self._said_in))

    def told(self) -> str:
        """Give what the run has said on stderr until now."""
        return self._said_in[1].read_text() if self._said_in[1].is_file() else ""

    def run(self, *words: str, **plan: Any) -> Ended:
        """Run `autograder grade toy` with these words to its end."""
        self.begin(*words, **plan)
        return self.end()

    def close(self) -> None:
        """End the process."""
        with self._process:
            self._process.kill()

    def _said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def stage() -> Iterator[Stage]:
    """Give a stage over a class in a folder of its own, both gone afterwards."""
    memory = Path("/dev/shm")  # some hundred runs wait for a disk longer than for all else
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        make_class(Path(folder) / "pristine")
        (Path(folder) / "course").mkdir()
        opened = Stage(Path(folder) / "course")
        try:
            yield opened
        finally:
            opened.close()


def reset(root: Path, state: str = "pristine") -> Course:
    """Let the class be as if nothing had been graded or changed, or as it was when kept."""
    for path in root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(root.with_name(state), root, dirs_exist_ok=True)
    return load_course(root)


def keep(root: Path, state: str) -> None:
    """Keep the class as it is now, for `reset`."""
    shutil.copytree(root, root.with_name(state))


def descendants(pid: int) -> set[int]:
    """Give all processes that a process has begun, and those which these have, and so on."""
    return family([pid], processes()) - {pid}


def gradebook(course: Course) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Give all that the gradebook holds of the class's cells, by student and cell."""
    with Gradebook(database_url(course), "toys") as opened:
        return {
            (submission.student.id, grade.name): (
                grade.auto_score,
                grade.manual_score,
                grade.needs_manual_grade,
            )
            for submission in opened.assignment_submissions("toy")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def verdicts(course: Course) -> dict[str, Any]:
    """Give all verdicts and lines on disk by file, without times and what runs before said."""
    found: dict[str, Any] = {}
    for path in (course.root / "verdicts").glob("[!.]*.json*"):
        for number, line in enumerate(path.read_text().splitlines()):
            found[f"{path.name}:{number}"] = {**json.loads(line), "seconds": 0, "change": None}
    return found


State = tuple[dict[tuple[str, str], tuple[Any, ...]], dict[str, Any]]


def state(course: Course) -> State:
    """Give all that grading has left of a class: in the gradebook, and in verdicts/."""
    return gradebook(course), verdicts(course)


def lines(course: Course) -> dict[str, dict[str, Any]]:
    """Give the line of each student that the last run has left."""
    return {line["student"]: line for name, line in verdicts(course).items() if "jsonl" in name}


@contextmanager
def toy_checks_of(root: Path) -> Iterator[None]:
    """Let this process find the checks of the class at `root`, and forget them afterwards."""
    with MonkeyPatch.context() as patch:
        patch.setattr(checks, "__path__", [*checks.__path__, str(root / "checks")])
        try:
            yield
        finally:
            for name in [name for name in sys.modules if name.startswith("autograder.checks.toy")]:
                del sys.modules[name]
            if hasattr(checks, "toy"):
                del checks.toy


def graded_times(course: Course) -> list[str]:
    """Give what was graded and kept, each exercise of a submission under its own name."""
    path = course.root / ".graded"
    return path.read_text().split() if path.is_file() else []


# From here on: the process on the stage.


class ToySandbox:
    """Runs a submission in a fork that asks for no walls: for known code only."""

    def __init__(self, deadly: str) -> None:
        self._deadly = deadly

    def __enter__(self) -> "ToySandbox":
        return self

    def __exit__(self, *_: object) -> None: ...

    def open(self, cells: Sequence[CodeCell], *_: object) -> "ToyDesk":
        if self._deadly and any(self._deadly in cell.source for cell in cells):
            # The grader's own process, or the Dask worker whose it is.
            os.kill(os.getppid() if DEADLY in os.environ else os.getpid(), signal.SIGKILL)
        return ToyDesk(cells)


class ToyDesk:
    alive = True

    def __init__(self, cells: Sequence[CodeCell]) -> None:
        self._cells = cells
        self._ours, theirs = Pipe()
        self._pid = os.fork()
        if self._pid == 0:
            self._ours.close()
            _sit(theirs, cells)
        theirs.close()
        self.runs: tuple[CellRun, ...] = self._received()

    def ask(self, request: Mapping[str, Any], _play: object, _max_bytes: int) -> Any:
        try:
            self._ours.send(dict(request))
        except OSError as error:
            raise SandboxError("The toy sandbox was killed.") from error
        kind, value = self._received()
        if kind == "crash":
            message, cause, named = value
            raise StudentCrashed(message, cause, kind=named)
        return value

    def _received(self) -> Any:
        try:
            return self._ours.recv()
        except (EOFError, OSError) as error:
            raise SandboxError("The toy sandbox was killed.") from error

    def fresh(self) -> "ToyDesk":
        return ToyDesk(self._cells)

    def close(self) -> None:
        self._ours.close()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _sit(line: Connection, cells: Sequence[CodeCell]) -> NoReturn:
    die_with_parent()
    namespace: dict[str, Any] = {}
    runs: list[CellRun] = []
    for cell in cells:
        said = io.StringIO()
        error = ""
        with redirect_stdout(said):
            try:
                exec(compile(cell.source, cell.name, "exec"), namespace)
            except Exception as raised:  # as in a notebook, the next cell runs all the same
                error = f"{type(raised).__name__}: {raised}"
        runs.append(CellRun(cell.cell_id, said.getvalue(), error))
    desk = LocalDesk(namespace)
    with suppress(EOFError, OSError):
        line.send(tuple(runs))
        while True:
            request = line.recv()
            time.sleep(0.02)  # so that there are moments at which to kill
            try:
                line.send(("value", desk.ask(request, None, 1 << 20)))
            except StudentCrashed as crash:
                line.send(("crash", (crash.message, crash.cause, crash.kind)))
    os._exit(0)


def _furnish(root: Path, deadly: str) -> None:
    """Grade in a toy sandbox from now on, and note what is graded."""
    from autograder import classroom
    from autograder.verdicts import Verdicts

    put = Verdicts.put_exercise

    def noted(self: Verdicts, address: str, graded: Any) -> None:
        put(self, address, graded)
        student, _, _, _ = address.split("\0")
        with (root / ".graded").open("a") as log:
            log.write(f"{student}/{graded.verdict.key}/{graded.verdict.sha256[:8]}\n")

    Verdicts.put_exercise = noted  # type: ignore[method-assign]
    if WALLS not in os.environ:
        setattr(classroom, "open_sandbox", lambda *_: ToySandbox(deadly))  # noqa: B010


def take_toy_seat(session: Any) -> None:
    """Prepare a process of a Dask worker, in which nothing of the stage is known."""
    import autograder.checks
    from autograder import classroom

    autograder.checks.__path__.append(str(session.root / "checks"))
    _furnish(session.root, os.environ.get(DEADLY, ""))
    classroom._take_seat(session)


def _run(order: Mapping[str, Any], root: Path, name: str) -> NoReturn:
    from autograder import classroom, connection
    from autograder.__main__ import main

    os.environ.update(order.get("environment", {}))
    _furnish(root, str(order.get("deadly", "")))
    if "--cluster" in order["argv"]:  # a Dask worker finds it by its name, which is not __main__
        os.environ["PYTHONPATH"] = str(ROOT)
        seat = import_module("tests.toyclass").take_toy_seat
        setattr(classroom, "_take_seat", seat)  # noqa: B010
        sys.modules["__main__"] = ModuleType("__main__")  # nothing for a worker to import again
    if "full" in order:
        _fill_disk(int(order["full"]))
    if "patience" in order:
        connection.LOCK_SECONDS = order["patience"]
    if "now" in order:
        time_is(order["now"])
    if "anew" in order:  # a watch that would become another process
        from autograder.watch import loop

        setattr(loop, "_begin_anew", lambda _: int(order["anew"]))  # noqa: B010
    if order.get("bound"):
        _be_bound_by_permissions()
    streams = [root / f".{name}{stream}" for stream in ("out", "err")]
    sys.stdout, sys.stderr = (path.open("w", buffering=1) for path in streams)
    os.dup2(sys.stderr.fileno(), 2)
    if "temporary" in order:
        tempfile.tempdir = order["temporary"]
    if order.get("deserted"):
        reading, writing = os.pipe()
        os.close(reading)
        sys.stdout = os.fdopen(writing, "w")
    code = main(order["argv"])
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def time_is(now: str) -> None:
    """Let it be a time, for what is withheld until then and for a watch."""
    from autograder.gradebook import withhold

    setattr(withhold, "now", lambda: datetime.fromisoformat(now))  # noqa: B010


def _fill_disk(after: int) -> None:
    """Let the disk be full after so many files were brought to it."""
    sync, left = os.fsync, [after]

    def fsync(descriptor: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    setattr(os, "fsync", fsync)  # noqa: B010


def _be_bound_by_permissions() -> None:
    """Take from root the right to write where permissions forbid it."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0
    sets[0] &= ~(1 << 1)  # CAP_DAC_OVERRIDE, effective
    assert libc.capset(header, sets) == 0


def _serve(root: Path, name: str, orders: IO[str]) -> None:
    import autograder.checks
    import autograder.console
    from autograder import pool

    autograder.checks.__path__.append(str(root / "checks"))
    pool.START = "fork"  # this process has no threads
    print("ready", flush=True)
    for line in orders:
        pid = os.fork()
        if pid == 0:
            _run(json.loads(line), root, name)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2], sys.stdin)
