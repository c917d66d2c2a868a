"""The process on the stage of the toy class, which grades again and again without starting again.

Importing torch and nbgrader takes seconds, a run over the toy class less than one. So this process
imports them once and forks for every run; each run's students sit in a toy sandbox.
"""

import ctypes
import io
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout, suppress
from datetime import datetime
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import IO, Any, NoReturn

from autograder.checking.student import StudentCrashed
from autograder.errors import SandboxError
from autograder.records.cell import CellRun, CodeCell
from autograder.selfcheck.local import LocalTransport
from autograder.worker.jail import die_with_parent
from tests.conftest import ROOT

# Variables by which a Dask worker is told over which cell it is to die, and to use a real sandbox.
DEADLY, WALLS = "TOY_DEADLY", "TOY_WALLS"


class ToySandbox:
    """Runs a submission in a fork that asks for no walls: for known code only."""

    def __init__(self, deadly: str) -> None:
        self._deadly = deadly

    def __enter__(self) -> "ToySandbox":
        return self

    def __exit__(self, *_: object) -> None: ...

    def open(self, cells: Sequence[CodeCell], *_: object) -> "ToyTransport":
        if self._deadly and any(self._deadly in cell.source for cell in cells):
            # The grader's own process, or the Dask worker whose it is.
            os.kill(os.getppid() if DEADLY in os.environ else os.getpid(), signal.SIGKILL)
        return ToyTransport(cells)


class ToyTransport:
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

    def fresh(self) -> "ToyTransport":
        return ToyTransport(self._cells)

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
    transport = LocalTransport(namespace)
    with suppress(EOFError, OSError):
        line.send(tuple(runs))
        while True:
            request = line.recv()
            time.sleep(0.02)  # so that there are moments at which to kill
            try:
                line.send(("value", transport.ask(request, None, 1 << 20)))
            except StudentCrashed as crash:
                line.send(("crash", (crash.message, crash.cause, crash.kind)))
    os._exit(0)


def _furnish(root: Path, deadly: str) -> None:
    """Grade in a toy sandbox from now on, and note what is graded."""
    from autograder.grading import examiner, grader
    from autograder.grading.store import Verdicts

    put = Verdicts.put_exercise

    def noted(self: Verdicts, address: str, graded: Any) -> None:
        put(self, address, graded)
        student, _, _, _ = address.split("\0")
        with (root / ".graded").open("a") as log:
            log.write(f"{student}/{graded.verdict.key}/{graded.verdict.sha256[:8]}\n")

    Verdicts.put_exercise = noted  # type: ignore[method-assign]
    if WALLS not in os.environ:
        setattr(examiner, "open_sandbox", lambda *_: ToySandbox(deadly))  # noqa: B010
        setattr(grader.Grader, "beside", None)  # noqa: B010


def take_toy_seat(session: Any) -> None:
    """Prepare a process of a Dask worker, in which nothing of the stage is known."""
    from autograder.grading import batch

    _furnish(session.root, os.environ.get(DEADLY, ""))
    batch._take_seat(session)


def _run(order: Mapping[str, Any], root: Path, name: str) -> NoReturn:
    from autograder.__main__ import main
    from autograder.grading import batch
    from autograder.storage import database

    os.environ.update(order.get("environment", {}))
    _furnish(root, str(order.get("deadly", "")))
    if "--cluster" in order["argv"]:  # a Dask worker finds it by its name, which is not __main__
        os.environ["PYTHONPATH"] = str(ROOT)
        seat = import_module("tests.support.backstage").take_toy_seat
        setattr(batch, "_take_seat", seat)  # noqa: B010
        sys.modules["__main__"] = ModuleType("__main__")  # nothing for a worker to import again
    if "full" in order:
        _fill_disk(int(order["full"]))
    if "patience" in order:
        database.LOCK_SECONDS = order["patience"]
    if "now" in order:
        time_is(order["now"])
    if "again" in order:  # a watch that would become another process
        from autograder.watch import loop

        setattr(loop, "_begin_anew", lambda _: int(order["again"]))  # noqa: B010
    if order.get("bound"):
        _be_bound_by_permissions()
    streams = [root / f".{name}{stream}" for stream in ("out", "err")]
    sys.stdout, sys.stderr = (path.open("w", buffering=1) for path in streams)
    os.dup2(sys.stderr.fileno(), 2)
    if "temporary" in order:
        tempfile.tempdir = order["temporary"]
    if order.get("ignore_broken_pipe"):
        reading, writing = os.pipe()
        os.close(reading)
        sys.stdout = os.fdopen(writing, "w")
    code = main(order["argv"])
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def time_is(now: str) -> None:
    """Let it be a time, for what is withheld until then and for a watch."""
    from autograder.gradebook import redact

    setattr(redact, "now", lambda: datetime.fromisoformat(now))  # noqa: B010


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
    # A run is stopped in its first moments, too: by then all has to be imported.
    import autograder.__main__
    import autograder.cli.grade
    import autograder.grading.examiner  # noqa: F401
    from autograder.parallel import worker

    worker.START = "fork"  # this process has no threads
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
