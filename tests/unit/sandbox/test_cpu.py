"""CPU time counts what a process has started: while it runs, and once it has been waited for."""

import subprocess
import sys
import time

import psutil

from autograder.sandbox.cpu import CpuReading

SPIN = (
    "import time\nwhile time.process_time() < 0.5: pass\nprint('done', flush=True)\ntime.sleep(60)"
)
# the one that spins is a grandchild
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SPIN!r}])"


def test_descendants_count_while_they_run_and_after_they_were_waited_for() -> None:
    before = CpuReading.now()
    with subprocess.Popen([sys.executable, "-c", SPIN], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"done\n"
        running = CpuReading.now().since(before)
        child.kill()
    after = CpuReading.now().since(before)
    assert running >= 0.45 and after >= 0.45


def test_what_a_child_has_started_counts_and_waiting_does_not() -> None:
    before, start = CpuReading.now(), time.monotonic()
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"done\n"
        assert CpuReading.now().since(before) >= 0.45
        seen = CpuReading.now()
        time.sleep(0.5)
        assert CpuReading.now().since(seen) < 0.2
        _end(child.pid)
    assert time.monotonic() - start < 60


def test_what_nobody_has_waited_for_takes_nothing_away() -> None:
    me, killed, new = (1, 0.0), (2, 0.0), (3, 9.0)
    before = CpuReading(263.5, {me: 3.5, killed: 260.0})
    assert CpuReading(5.5, {me: 4.5, new: 1.0}).since(before) == 2.0
    # Waited for, it is in its parent's account, and so is what it has spent since.
    assert CpuReading(267.5, {me: 4.5, new: 1.0}).since(before) == 4.0


def _end(pid: int) -> None:
    for one in reversed(psutil.Process(pid).children(recursive=True)):
        one.kill()
