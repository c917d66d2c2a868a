"""Work in a pool of processes, none of which outlives what began it."""

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.parallel.early import Early
from autograder.parallel.job import Beside, Job
from autograder.parallel.pool import Died, Done, Standby, events_of, in_processes
from tests.conftest import ROOT
from tests.support.transports import wait_until

SCRIPT = """
import os, time
from tests.unit.parallel.test_pool import nothing, pid_of
from autograder.parallel.pool import in_processes
if __name__ == "__main__":
    for pid in in_processes(1, nothing, (), pid_of, [0, 600]):
        print(pid, flush=True)
"""


def nothing() -> None:
    """Prepare nothing."""


def pid_of(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def dies_once(task: tuple[str, str]) -> str:
    """Be done at once; or, the first time, die when the other process has nothing to do."""
    kind, place = task
    if kind == "deadly" and not Path(place).exists():
        Path(place).touch()
        time.sleep(1)
        os.kill(os.getpid(), signal.SIGKILL)
    return kind


def collects_seldom(_: int) -> bool:
    return gc.get_threshold()[0] > 10_000 and gc.get_freeze_count() > 10_000


def broken(_: float) -> int:
    raise ValueError("as asked")


@pytest.mark.slow
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


@pytest.mark.slow
def test_what_work_raises_ends_the_pool() -> None:
    with pytest.raises(ValueError, match="as asked"):
        list(in_processes(1, nothing, (), broken, [0.0]))


@pytest.mark.slow
def test_processes_of_a_pool_collect_garbage_seldom() -> None:
    assert list(in_processes(1, nothing, (), collects_seldom, [0])) == [True]


@pytest.mark.slow
def test_processes_on_standby_serve_the_next_lot_until_one_is_not_finished() -> None:
    standby, job = Standby(), Job(nothing, (), pid_of, (__name__,))

    def served(*items: float) -> list[int]:
        events = standby(1, job, items, 1)
        return [event.result for event in events if isinstance(event, Done)]

    first = served(0.0, 0.0)
    assert served(0.0) == first[:1] == first[1:]
    waiting = standby(1, job, [600.0], 1)
    next(waiting)
    waiting.close()
    wait_until(lambda: not Path(f"/proc/{first[0]}").is_dir(), "it works on for nobody")
    assert served(0.0) != first[:1]
    standby.end()


@pytest.mark.timeout(60)
def test_what_a_process_died_over_goes_to_one_that_is_idle(tmp_path: Path) -> None:
    items = [("deadly", str(tmp_path / "tried")), ("quick", "")]
    events = list(events_of(2, Job(nothing, (), dies_once), items, tries=2))
    assert [event.again for event in events if isinstance(event, Died)] == [True]
    assert sorted(event.result for event in events if isinstance(event, Done)) == [
        "deadly",
        "quick",
    ]


def with_parts(task: tuple[str, str, int]) -> str:
    """Be done with an item once its last part is, and with a part at once; parts are noted."""
    kind, place, part = task
    noted = Path(place) / f"{kind}.{part}"
    if part:
        noted.touch()
        if kind == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
    elif kind != "quick":
        wait_until(lambda: (Path(place) / f"{kind}.3").exists(), "nobody does the parts", 60)
    return f"{kind}.{part}"


def parts_of(task: tuple[str, str, int]) -> Iterator[tuple[str, str, int]]:
    return ((task[0], task[1], part) for part in (1, 2, 3))


@pytest.mark.timeout(120)
def test_who_has_nothing_to_do_does_parts_of_what_others_have(tmp_path: Path) -> None:
    job = Job(nothing, (), with_parts, (__name__,), parts=parts_of)
    items = [("slow", str(tmp_path), 0), ("quick", str(tmp_path), 0)]
    events = list(events_of(2, job, items, tries=1))
    done = sorted(event.result for event in events if isinstance(event, Done))
    assert done == ["quick.0", "slow.0"], "of parts nobody is told"
    assert len(events) == 4 and (tmp_path / "slow.3").exists()


@pytest.mark.timeout(120)
def test_a_part_over_which_a_process_dies_is_nobodys_loss(tmp_path: Path) -> None:
    job = Job(nothing, (), with_parts, (__name__,), parts=parts_of)
    items = [("deadly", str(tmp_path), 0), ("quick", str(tmp_path), 0)]
    events = list(events_of(2, job, items, tries=1))
    assert sorted(type(event).__name__ for event in events) == ["Began"] * 2 + ["Done"] * 2
    assert (tmp_path / "deadly.3").exists()


class Counted:
    """A server that notes in a file how often it was begun and ended."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._theirs: socket.socket | None = None

    def start(self) -> socket.socket:
        ours, self._theirs = socket.socketpair()
        self._theirs.send(b"abc")
        self._note("started")
        return ours

    def kill(self) -> None:
        if self._theirs is not None:
            self._theirs.close()
        self._note("killed")

    def _note(self, word: str) -> None:
        with self._log.open("a") as log:
            log.write(word + " ")


@dataclass(frozen=True)
class Shared:
    log: Path

    def server(self) -> Counted:
        return Counted(self.log)


@dataclass(frozen=True)
class Refused:
    def server(self) -> Counted:
        raise SandboxError("there is none")


_line: list[socket.socket] = []


def take(*lines: socket.socket) -> None:
    _line.extend(lines)


def hears(_item: int) -> str:
    return _line[0].recv(1).decode() if _line else "nothing"


def heard(beside: Beside, jobs: int, items: int) -> list[str]:
    job = Job(take, (), hears, (__name__,), beside)
    events = events_of(jobs, job, range(items), tries=1)
    return sorted(event.result for event in events if isinstance(event, Done))


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_all_have_a_line_to_one_that_stands_beside(tmp_path: Path, jobs: int) -> None:
    log = tmp_path / "log"
    assert heard(Shared(log), jobs, 3) == ["a", "b", "c"]
    assert log.read_text().split() == ["started", "killed"]


@pytest.mark.slow
def test_without_one_the_work_is_done_all_the_same() -> None:
    assert heard(Refused(), 1, 2) == ["nothing", "nothing"]


@pytest.mark.slow
def test_what_was_begun_early_is_taken_once_and_ended_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    early = Early(Shared(log), (__name__,))
    assert log.read_text().split() == ["started"]
    job = Job(take, (), hears, (__name__,), early)
    events = list(events_of(2, job, range(2), tries=1))
    assert sorted(one.result for one in events if isinstance(one, Done)) == ["a", "b"]
    early.end()
    assert log.read_text().split() == ["started", "killed"]


def test_what_was_begun_early_and_is_not_needed_is_ended(tmp_path: Path) -> None:
    log = tmp_path / "log"
    early = Early(Shared(log), ())
    early.end()
    early.end()
    assert log.read_text().split() == ["started", "killed"]


@pytest.mark.slow
def test_where_nothing_can_be_begun_early_the_work_is_done_all_the_same() -> None:
    assert heard(Early(Refused(), ()), 1, 2) == ["nothing", "nothing"]
