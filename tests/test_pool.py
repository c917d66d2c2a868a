"""Work in a pool of processes, none of which outlives what began it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.pool import in_processes
from tests.conftest import ROOT
from tests.desks import wait_until

SCRIPT = """
import os, time
from tests.test_pool import nothing, pid_of
from autograder.pool import in_processes
if __name__ == "__main__":
    for pid in in_processes(1, nothing, (), pid_of, [0, 600]):
        print(pid, flush=True)
"""


def nothing() -> None:
    """Prepare nothing."""


def pid_of(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def broken(_: float) -> int:
    raise ValueError("as asked")


def test_a_pools_process_ends_with_what_began_it(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, env=environment, text=True
    ) as begun:
        assert begun.stdout is not None
        worker = Path("/proc") / begun.stdout.readline().strip()
        assert worker.is_dir()
        begun.kill()
    wait_until(lambda: not worker.is_dir(), "the process waits for work for ever")


def test_what_work_raises_ends_the_pool() -> None:
    with pytest.raises(ValueError, match="as asked"):
        list(in_processes(1, nothing, (), broken, [0.0]))
