"""Turns at pieces of work: one process at a time has each, for as long as it lives."""

import errno
import fcntl
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.storage.turns import Turns
from tests.conftest import ROOT

HOLD = """
import sys, time
from pathlib import Path
from autograder.storage.turns import Turns
with Turns(Path(sys.argv[1])).turn("ada", 0.0) as had:
    print(had, flush=True)
    time.sleep(600)
"""


@contextmanager
def held(place: Path) -> Iterator[subprocess.Popen[str]]:
    """Have another process in whose turn "ada" is."""
    command = [sys.executable, "-c", HOLD, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "True\n"
            yield process
        finally:
            process.kill()


def test_a_turn_is_had_by_one_and_another_by_another(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "verdicts" / ".turns")
    with held(tmp_path / "verdicts" / ".turns"):
        with turns.turn("ada", 0.1) as had:
            assert not had
        with turns.turn("bela", 0.0) as had:
            assert had
    assert [path.name for path in (tmp_path / "verdicts").iterdir()] == [".turns"]
    assert stat.S_IMODE((tmp_path / "verdicts" / ".turns").stat().st_mode) & 0o077 == 0


def test_who_waits_has_it_when_the_other_is_killed(tmp_path: Path) -> None:
    turns = Turns(tmp_path / ".turns")
    with held(tmp_path / ".turns") as process:
        pid = os.fork()
        if pid == 0:
            time.sleep(0.5)
            os.kill(process.pid, signal.SIGKILL)
            os._exit(0)
        with turns.turn("ada", 60.0) as had:
            assert had
        os.waitpid(pid, 0)


def test_a_turn_ends_with_the_body_whatever_ends_that(tmp_path: Path) -> None:
    turns = Turns(tmp_path / ".turns")
    with pytest.raises(KeyboardInterrupt), turns.turn("ada", 0.0):
        raise KeyboardInterrupt
    with held(tmp_path / ".turns"):
        pass


def test_without_locks_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    with Turns(tmp_path / "a file" / ".turns").turn("ada", 0.0) as had:
        assert had
    (tmp_path / "file").touch()
    with Turns(tmp_path / "file" / ".turns").turn("ada", 60.0) as had:
        assert had, "it cannot be written"
    monkeypatch.setattr(fcntl, "lockf", refused)
    with Turns(tmp_path / ".turns").turn("ada", 60.0) as had:
        assert had
