"""Limits count processor time and sleep: a busy machine costs nobody anything."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.checking.run import TRIES, examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.options import Limits
from autograder.errors import SandboxError, Starved
from autograder.grading.exercise import Examination, Killers, grade_exercise
from autograder.records.verdict import Graded
from autograder.sandbox import crashes
from autograder.sandbox.base import Sandbox, SandboxTransport, Stopwatch, open_sandbox
from autograder.sandbox.process import Child, Ending, Reading
from autograder.sandbox.session import WireTransport
from autograder.sandbox.stopwatch import PATIENCE, Allowance, Spent
from autograder.worker.usage import Gauge
from benchmarks.busy import busy
from tests.attacks.exercises import exam, exercise
from tests.attacks.graded import submitted
from tests.attacks.record import Attack, masked
from tests.conftest import DATA, ROOT, TIGHT
from tests.support.transports import ask, crash_of, descendants, transport_over, wait_until

sandboxed = pytest.mark.sandbox
ONE = Limits(call_seconds=1, idle_seconds=1, cpu_seconds=5)


class Process:
    """A process that says nothing, and uses of each second what it is told to."""

    counted = 0.0

    def __init__(self, cpu: float, asleep: bool | None, before: float = 0.0) -> None:
        self._cpu, self._asleep = cpu, asleep
        self._start, self._before = time.monotonic(), before

    def reading(self) -> Reading:
        used = self._before + self._cpu * (time.monotonic() - self._start)
        return Reading(used, self._asleep)


def end_of(process: Process, stopwatch: Stopwatch, tick: float = 0.02) -> str:
    """Wait for the process until a limit is met; says which."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        try:
            Allowance(stopwatch, ONE, process, tick).wait(ours, select.POLLIN)
        except Spent as spent:
            return spent.limit
    raise AssertionError("it said something")


def test_processor_time_and_sleep_are_told_apart() -> None:
    assert end_of(Process(4.0, asleep=False), Stopwatch(5)) == "cpu"
    assert end_of(Process(0.0, asleep=True), Stopwatch(5)) == "idle"
    assert end_of(Process(4.0, asleep=False), Stopwatch(0.3)) == "whole"
    assert end_of(Process(0.0, asleep=True), Stopwatch(0.3)) == "whole"


@pytest.mark.parametrize("asleep", [False, None])
def test_a_process_that_starves_is_never_blamed(
    monkeypatch: pytest.MonkeyPatch, asleep: bool | None
) -> None:
    """Nor one of which nobody can say whether it sleeps."""
    monkeypatch.setattr("autograder.sandbox.stopwatch.PATIENCE", 1.5)
    start, stopwatch = time.monotonic(), Stopwatch(5)
    with pytest.raises(Starved):
        end_of(Process(0.1, asleep), stopwatch)
    assert time.monotonic() - start > 1.4
    assert not stopwatch.met and stopwatch.left > 4.5


def test_the_far_limit_is_at_least_ten_times_that_of_processor_time() -> None:
    assert PATIENCE >= 10
    assert Allowance(Stopwatch(5), ONE, Process(0, asleep=False)).patience >= 10 * ONE.call_seconds


def test_what_was_used_between_questions_is_the_exercises_alone() -> None:
    stopwatch = Stopwatch(5)
    process = Process(0.0, asleep=True, before=3.0)
    assert end_of(process, stopwatch) == "idle"
    assert stopwatch.left < 1.5 and process.counted == 3.0


def test_an_answer_is_no_sleep() -> None:
    """A process that has answered sleeps until it is asked again, however late that is read."""
    stopwatch = Stopwatch(5)
    ours, theirs = socket.socketpair()

    class Answering(Process):
        def reading(self) -> Reading:
            theirs.send(b"x")
            return super().reading()

    with ours, theirs:
        allowance = Allowance(stopwatch, ONE, Answering(0.0, asleep=True), tick=0.05)
        for _ in range(30):
            allowance.wait(ours, select.POLLIN)
            ours.recv(1)
            allowance.heard()
        assert allowance.idle == ONE.idle_seconds and stopwatch.left == 5


def test_a_gauge_reads_processor_time_and_sleep_of_all_threads() -> None:
    source = (
        "import sys, threading, time\nprint(flush=True); sys.stdin.readline()\n"
        "t = threading.Thread(target=lambda: [0 for _ in iter(int, 1)], daemon=True); t.start()\n"
        "time.sleep(60)\n"
    )
    gauge = Gauge()
    command = [sys.executable, "-c", source]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdout.readline()
        time.sleep(0.2)
        quiet = gauge.read(process.pid)
        assert quiet["asleep"] is True
        process.stdin.write(b"\n")
        process.stdin.flush()
        while gauge.read(process.pid)["cpu_seconds"] < quiet["cpu_seconds"] + 0.3:
            time.sleep(0.01)
        assert gauge.read(process.pid)["asleep"] is False  # its first thread sleeps, one works
        process.kill()
    with pytest.raises(OSError):
        gauge.read(process.pid)


def test_without_proc_nobody_knows_whether_a_process_sleeps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gauge = Gauge()
    monkeypatch.setattr(gauge, "_proc", None)
    reading = gauge.read(os.getpid())
    assert reading["asleep"] is None and reading["cpu_seconds"] > 0
    assert gauge.memory_kills() is None


IDLE = {
    "sleep": "time.sleep(1000)",
    "a lock": "lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "select": "select.select([os.pipe()[0]], [], [])",
    "a pipe": "os.read(os.pipe()[0], 1)",
    "a stop": "signal.pause()",
    "a deadlock of threads": """
    first, second = threading.Lock(), threading.Lock()
    def take(one, other):
        with one:
            time.sleep(0.1)
            with other: pass
    pairs = (first, second), (second, first)
    threads = [threading.Thread(target=take, args=pair) for pair in pairs]
    for thread in threads: thread.start()
    for thread in threads: thread.join()""",
    "many short sleeps": "while True: time.sleep(0.001)",
    "half a sleep": """
    while True:
        end = time.thread_time() + 0.02
        while time.thread_time() < end: pass
        time.sleep(0.1)""",
}


@sandboxed
@pytest.mark.parametrize("name", IDLE)
def test_a_process_that_sleeps_is_ended_and_told_so(tight_sandbox: Sandbox, name: str) -> None:
    source = f"import os, select, signal, threading, time\ndef attack():\n    {IDLE[name].strip()}"
    with transport_over(tight_sandbox, source) as transport:
        message = crash_of(transport, "idle").message
    assert f"slept or waited for {TIGHT.idle_seconds} s" in message


WORK = """
import time
def work(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: sum(range(1000))
    return 1
def attack(): work(1000)
def halves():
    while True: work(0.1); time.sleep(0.1)
"""


@sandboxed
def test_an_endless_loop_ends_at_the_limit_which_its_message_names(tight_sandbox: Sandbox) -> None:
    stopwatch = Stopwatch(TIGHT.cpu_seconds)
    with transport_over(tight_sandbox, WORK, stopwatch=stopwatch) as transport:
        assert f"more than {TIGHT.call_seconds} s of processor time" in (
            crash_of(transport, "cpu_time").message
        )
    used = stopwatch.seconds - stopwatch.left
    assert TIGHT.call_seconds <= used < TIGHT.call_seconds + 2
    assert stopwatch.met


@sandboxed
def test_who_works_and_sleeps_in_turn_is_ended(tight_sandbox: Sandbox) -> None:
    with transport_over(tight_sandbox, WORK) as transport, pytest.raises(Exception) as caught:
        ask(transport, "halves")
    assert getattr(caught.value, "cause", None) in ("idle", "cpu_time")


@sandboxed
@pytest.mark.usefixtures("bubblewrap")
def test_work_beside_busy_loops_is_answered_however_long_it_takes() -> None:
    """Of little weight among them, it takes several times as long, by the wall, as it may idle."""
    limits = Limits(call_seconds=3, idle_seconds=1, cpu_seconds=10, memory_mb=256)
    with open_sandbox("bubblewrap", limits, DATA) as sandbox:
        before = descendants()
        with transport_over(sandbox, WORK) as transport:
            for pid in descendants() - before:
                os.setpriority(os.PRIO_PROCESS, pid, 10)
            with busy(2 * len(os.sched_getaffinity(0))):
                start = time.monotonic()
                assert ask(transport, "work", 0.3) == 1
                assert time.monotonic() - start > limits.idle_seconds


def used(transport: SandboxTransport) -> float:
    """Processor time of the transport's process, in seconds."""
    assert isinstance(transport, WireTransport)
    reading = transport._child.reading()
    assert reading is not None
    return reading.cpu_seconds


@sandboxed
def test_threads_between_questions_use_up_the_exercise(tight_sandbox: Sandbox) -> None:
    source = (
        "import threading, time\ndef spin():\n    while True: pass\n"
        "def begin(): threading.Thread(target=spin, daemon=True).start(); return 1\n"
        "def f(): return 1\n"
    )
    stopwatch = Stopwatch(TIGHT.cpu_seconds)
    with transport_over(tight_sandbox, source, stopwatch=stopwatch) as transport:
        assert ask(transport, "begin") == 1
        wait_until(lambda: used(transport) > 1.0, "the thread does not work", 60)
        assert ask(transport, "f") == 1
    assert stopwatch.seconds - stopwatch.left > 0.5  # its end was read


@sandboxed
def test_a_process_killed_from_outside_is_our_fault(sandbox: Sandbox) -> None:
    before = descendants()
    with pytest.raises(SandboxError, match="killed from outside"):  # noqa: SIM117
        with transport_over(sandbox, "import time\ndef attack(): time.sleep(60)") as transport:
            supervisor, child = sorted(descendants() - before)[:2]
            os.kill(child, signal.SIGKILL)
            del supervisor
            ask(transport, "attack")


def test_an_end_that_is_not_the_students_is_no_crash_of_theirs() -> None:
    request = {"op": "call", "name": "f"}
    for ending in (Ending("ended", -9, 3.0), Ending("lifetime", -9, 3.0)):
        with pytest.raises(SandboxError):
            crashes.of_ending(ending, request, TIGHT)
    spent = crashes.of_ending(Ending("ended", -9, TIGHT.cpu_seconds + 1.0), request, TIGHT)
    assert spent.cause == "cpu_time" and f"{TIGHT.cpu_seconds} s" in spent.message
    full = crashes.of_ending(Ending("ended", -9, 3.0, out_of_memory=True), request, TIGHT)
    assert full.cause == "memory"


class Shelf:
    """Keeps what is kept."""

    def __init__(self) -> None:
        self.kept: dict[str, Graded] = {}

    def find_exercise(self, address: str) -> Graded | None:
        return self.kept.get(address)

    def put_exercise(self, address: str, graded: Graded) -> None:
        self.kept[address] = graded


def graded_as(sandbox: Sandbox, source: str, shelf: Shelf) -> Graded:
    attack = Attack("x", "X.", source)
    killers = Killers(), Killers()
    examination = Examination(exam(), submitted(attack), sandbox, "cpu", shelf, *killers)
    return examination.graded(exercise("masks"), [])


@sandboxed
def test_the_far_limit_breaks_a_check_which_costs_nothing_and_is_not_kept(
    tight_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the supervisor's word it neither sleeps nor works: the machine has no time for it."""
    asked: list[float] = []

    def starving(self: Child) -> Reading:
        asked.append(time.monotonic())
        return Reading(0.0, asleep=False)

    monkeypatch.setattr(Child, "reading", starving)
    monkeypatch.setattr("autograder.sandbox.stopwatch.PATIENCE", 0.2)
    shelf = Shelf()
    found = graded_as(tight_sandbox, masked("import time\ntime.sleep(600)"), shelf).verdict
    outcomes = {finding.check: finding for finding in found.findings}
    broken = outcomes["channel_by_hand"]
    assert (broken.outcome, broken.cause) == ("broken", "wall_time")
    assert "our fault" in broken.message
    assert not any(finding.outcome in ("failed", "crashed") for finding in found.findings)
    assert asked and shelf.kept == {}


def test_a_check_is_asked_twice_before_it_is_broken() -> None:
    check = exercise("masks").checks[0]
    sat: list[int] = []

    def sit() -> Student:
        sat.append(1)
        raise Starved("too busy")

    (found,) = examine_all([check], sit, lambda check: exam().context(exercise("masks"), check))
    assert (found.outcome, len(sat)) == ("broken", TRIES)


@sandboxed
def test_what_met_a_limit_is_not_kept_and_what_did_not_is(tight_sandbox: Sandbox) -> None:
    shelf = Shelf()
    slow = graded_as(tight_sandbox, masked("while True: pass"), shelf).verdict
    assert any(finding.cause == "cpu_time" for finding in slow.findings)
    in_cell = graded_as(tight_sandbox, "while True: pass", shelf)
    assert any("processor time" in run.error for run in in_cell.runs)
    assert not any(finding.cause == "cpu_time" for finding in in_cell.verdict.findings)
    assert shelf.kept == {}
    graded_as(tight_sandbox, masked(), shelf)
    assert len(shelf.kept) == 1


@sandboxed
def test_an_exercise_that_is_used_up_costs_no_other_one(tight_sandbox: Sandbox) -> None:
    """Nor is a cell passed over there for which there was only no time left here."""
    submission = submitted(Attack("x", "X.", masked("while True: pass")))
    deadly: dict[str, object] = {}
    used_up = Stopwatch(0.5)
    first, _ = grade_exercise(exam(), submission, exercise("masks"), tight_sandbox, used_up, deadly)  # type: ignore[arg-type]
    assert used_up.left <= 0 and deadly == {}
    assert any("one exercise may take" in finding.message for finding in first.findings)
    second, _ = grade_exercise(
        exam(),
        submission,
        exercise("likelihood"),
        tight_sandbox,
        None,
        deadly,  # type: ignore[arg-type]
    )
    assert second.points == second.max_points


def test_page_course_and_message_name_the_same_seconds() -> None:
    limits = load_course(ROOT).limits
    assert limits == Limits()
    page = " ".join((ROOT / "docs" / "students.md").read_text(encoding="utf-8").split())
    assert f"{limits.call_seconds} s of processor time for each question" in page
    assert f"{limits.cpu_seconds} s for each exercise" in page
    assert f"{limits.idle_seconds} s asleep" in page
    training = {"op": "train", "ref": 0, "loss": "elbo", "steps": 400, "batch_size": 64}
    told = {
        kind: crashes.of_limit(kind, training, limits).message for kind in ("cpu", "idle", "whole")
    }
    assert f"more than {limits.call_seconds} s of processor time" in told["cpu"]
    assert f"for {limits.idle_seconds} s" in told["idle"]
    assert f"the {limits.cpu_seconds} s" in told["whole"]
    text = Path(ROOT, "course.toml").read_text(encoding="utf-8")
    assert f"call_seconds = {limits.call_seconds} " in text
