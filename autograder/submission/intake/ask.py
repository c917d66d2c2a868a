"""Asks the process that reads students' files, and says in sentences what it has refused."""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import autograder
from autograder.errors import SubmissionError, UnreadError
from autograder.records.plaincell import PlainCell
from autograder.submission.intake.reading import HEADER
from autograder.submission.intake.refusals import refusal

TRIES = 2

# Nothing of the environment, nor of installed packages, is looked at: it begins in a moment.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from autograder.submission.intake.reading import main; main()"
)


class _Ended(Exception):
    """The process ended before it replied; by which signal, 0 for none."""

    def __init__(self, by: int) -> None:
        super().__init__(by)
        self.by = by


class _Process:
    """One process that reads, begun by the process `pid`, and ended with it."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        place = str(Path(autograder.__file__).parent.parent)
        with _uninterrupted():
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _START, place],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to a request; raises _Ended."""
        requests, replies = self._process.stdin, self._process.stdout
        assert requests is not None and replies is not None
        try:
            requests.write(json.dumps(request).encode() + b"\n")
            requests.flush()
        except OSError:
            raise _Ended(self.end()) from None
        head = replies.read(HEADER.size)
        content = replies.read(HEADER.unpack(head)[0]) if len(head) == HEADER.size else b""
        if not content:
            raise _Ended(self.end())
        reply: dict[str, Any] = json.loads(content)
        return reply

    def end(self) -> int:
        """End the process and give the signal that has ended it, 0 for none."""
        requests, replies = self._process.stdin, self._process.stdout
        assert requests is not None and replies is not None
        with suppress(OSError):
            requests.close()
        replies.close()
        return max(0, -self._process.wait())


_process: _Process | None = None
_lock = threading.Lock()


def read_cells(path: Path, most_mb: int) -> list[PlainCell]:
    """Read the cells of a student's notebook of at most `most_mb` megabytes, in another process.

    Raises SubmissionError with a sentence for the student when it breaks a limit or is no
    notebook, and UnreadError when it could not be read by no fault of the student's.
    """
    request = {"path": os.fspath(path.absolute()), "most_mb": most_mb}
    for number in range(1, TRIES + 1):
        try:
            reply = _asked(request)
        except _Ended as end:
            if end.by == signal.SIGXCPU or number == TRIES:
                raise UnreadError(_given_up(path, end.by)) from None
            continue
        if "cells" in reply:
            return [PlainCell.from_json(cell) for cell in reply["cells"]]
        if "memory" in reply:
            raise UnreadError(_given_up(path, 0))
        raise SubmissionError(refusal(path.name, reply, most_mb))
    raise AssertionError("unreachable")


def _asked(request: dict[str, Any]) -> dict[str, Any]:
    global _process
    with _lock:
        if _process is None or _process.pid != os.getpid():  # one of before a fork is not ours
            _process = _Process()
        try:
            return _process.ask(request)
        except _Ended:
            _process = None
            raise


@atexit.register
def _end() -> None:
    if _process is not None and _process.pid == os.getpid():
        _process.end()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Start a process that no Ctrl-C reaches: it inherits what is blocked."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _given_up(path: Path, by: int) -> str:
    if by == signal.SIGXCPU:
        why = "reading it took more processor time than a file of its size can need"
    elif by:
        why = f"the process that read it was killed by signal {by}"
    else:
        why = "reading it took more memory than a file of its size can need"
    return (
        f"{path.name} could not be read, by no fault that is known of the submission: {why}. Look "
        f"at the file and for free memory, then run the same command again."
    )
