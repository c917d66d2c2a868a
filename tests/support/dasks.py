"""A Dask scheduler with workers, as an institute has them running; the tests end them by pid."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.conftest import ROOT
from tests.support.one_node import free_port
from tests.support.toyclass import descendants
from tests.support.transports import is_alive, wait_until

SEAT = "autograder.parallel.dask.process"


@dataclass(frozen=True)
class Dask:
    """A scheduler and the process that began its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: subprocess.Popen[bytes]

    def seats(self) -> set[int]:
        """Return the processes on the workers that grade."""
        return seats_of(self.workers.pid)


@contextmanager
def dask_running(folder: Path, workers: int) -> Iterator[Dask]:
    """Start a scheduler and its workers, which do not know the course's secret."""
    address = f"tcp://127.0.0.1:{free_port()}"
    shown = ["--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
    place = ["--host", "127.0.0.1"]
    scheduler = _dask("scheduler", *place, "--port", address.rpartition(":")[2], *shown)
    number = ["--nworkers", str(workers), "--nthreads", "1", "--local-directory", str(folder)]
    begun = Dask(address, scheduler, _dask("worker", address, *place, *number, *shown))
    try:
        yield begun
    finally:
        for process in (begun.workers, begun.scheduler):
            process.terminate()
            process.wait(20)


def _dask(what: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words]
    environment = {k: v for k, v in os.environ.items() if k != "AUTOGRADER_SECRET"}
    return subprocess.Popen(
        command,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def seats_of(pid: int) -> set[int]:
    """Return the processes among all that `pid` has begun which grade for a Dask worker."""
    return {child for child in descendants(pid) if SEAT in command_of(child)}


def command_of(pid: int) -> str:
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.NoSuchProcess:
        return ""


def parent_of(pid: int) -> int:
    return psutil.Process(pid).ppid()


def wait_for_end(pids: set[int], seconds: float = 10.0) -> None:
    wait_until(lambda: not any(map(is_alive, pids)), "a process was left running", seconds)
