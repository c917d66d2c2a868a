"""CPU time counts what a process has started: while it runs, and once it has been waited for."""

import subprocess
import sys
import time

import psutil

from autograder.sandbox.cpu import cpu_seconds

SPIN = (
    "import time\nwhile time.process_time() < 0.5: pass\nprint('done', flush=True)\ntime.sleep(60)"
)
# the one that spins is a grandchild
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SPIN!r}])"


def test_descendants_count_while_they_run_and_after_they_were_waited_for() -> None:
    before = cpu_seconds()
    with subprocess.Popen([sys.executable, "-c", SPIN], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"done\n"
        running = cpu_seconds() - before
        child.kill()
    after = cpu_seconds() - before
    assert running >= 0.45 and after >= 0.45


def test_what_a_child_has_started_counts_and_waiting_does_not() -> None:
    before, start = cpu_seconds(), time.monotonic()
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"done\n"
        assert cpu_seconds() - before >= 0.45
        seen = cpu_seconds()
        time.sleep(0.5)
        assert cpu_seconds() - seen < 0.2
        _end(child.pid)
    assert time.monotonic() - start < 60


def _end(pid: int) -> None:
    for one in reversed(psutil.Process(pid).children(recursive=True)):
        one.kill()
