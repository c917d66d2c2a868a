"""Locks on files: one process at a time, for as long as it lives, whatever lies there."""

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
from filelock import Timeout

from autograder.storage.atomic import one_at_a_time
from autograder.storage.file_lock import file_lock, holder_of
from autograder.storage.lock import turns_at
from tests.conftest import ROOT

HOLD = """
import sys, time
from pathlib import Path
from autograder.storage.file_lock import file_lock
with file_lock(Path(sys.argv[1]), 0o600):
    print("held", flush=True)
    time.sleep(600)
"""
TURNS = """
import sys, time
from autograder.storage.lock import turns_at
with turns_at(sys.argv[1]) as turns:
    for _ in range(400):
        with turns.taken():
            print("x", flush=True)
            time.sleep(0.02)
        time.sleep(0.002)
"""


@contextmanager
def running(program: str, place: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", program, place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None and process.stdout.readline()
            yield process
        finally:
            process.kill()


def test_a_lock_ends_with_a_killed_process_and_its_file_blocks_nobody(tmp_path: Path) -> None:
    place = tmp_path / ".lock"
    with running(HOLD, str(place)) as process:
        with pytest.raises(Timeout):
            file_lock(place, 0o600).acquire(timeout=0.1)
        assert holder_of(place).endswith(f"process {process.pid}")
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        with file_lock(place, 0o600).acquire(timeout=5):
            assert holder_of(place).endswith(f"process {os.getpid()}")
    assert place.exists()  # a file that is removed would let two in at once


@pytest.mark.parametrize("left", [b"", b"\xff\xfe", b"4711\nhost\n", b"x" * 100_000])
def test_a_lock_takes_over_whatever_file_lies_there(tmp_path: Path, left: bytes) -> None:
    place = tmp_path / ".lock"
    place.write_bytes(left)
    with file_lock(place, 0o600).acquire(timeout=1):
        assert holder_of(place).endswith(f"process {os.getpid()}")


def test_a_lock_is_for_whom_its_mode_says_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with file_lock(tmp_path / "one", 0o660), one_at_a_time(tmp_path / "two"):
            pass
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("one", ".lock")]
    assert modes == [0o660, 0o600]


def test_a_lock_that_cannot_be_is_an_error_and_no_wait(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        file_lock(tmp_path, 0o600).acquire(timeout=1)
    (tmp_path / "link").symlink_to("elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        file_lock(tmp_path / "link", 0o600).acquire(timeout=1)


def test_graders_of_one_gradebook_take_turns(tmp_path: Path) -> None:
    """One who records a whole class lets others in between two students, and says who waits."""
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    said: list[str] = []
    with running(TURNS, url) as other, turns_at(url, said.append) as turns:
        start = time.monotonic()
        for _ in range(5):
            with turns.taken():
                pass
        assert time.monotonic() - start < 6  # the other is at it for eight seconds and more
        assert other.poll() is None
    assert all(f"process {other.pid}" in told for told in said) and len(said) <= 1


def test_who_waits_for_a_gradebook_says_once_for_whom(tmp_path: Path) -> None:
    place = tmp_path / ".gradebook.db.lock"
    said: list[str] = []
    with running(HOLD, str(place)) as process:

        def end(told: str) -> None:
            said.append(told)
            process.kill()

        with turns_at(f"sqlite:///{tmp_path / 'gradebook.db'}", end) as turns, turns.taken():
            pass
    assert len(said) == 1 and said[0].endswith(f"process {process.pid}).")
