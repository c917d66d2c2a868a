"""A class on a Dask cluster: as on one machine, whatever is killed in the middle of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest

from autograder.course.config import Course, load_course
from autograder.errors import SandboxGone
from autograder.parallel.dask.choice import cluster_of
from autograder.parallel.job import Job, serve
from tests.conftest import ROOT
from tests.support.backstage import DEADLY, WALLS
from tests.support.dasks import Dask, dask_running, parent_of, seats_of, wait_for_end
from tests.support.one_node import free_port
from tests.support.toyclass import (
    Stage,
    State,
    descendants,
    gradebook,
    graded_times,
    lines,
    require_graded_once,
    reset,
    state,
)
from tests.support.transports import is_alive, wait_until
from tests.unit.parallel.test_pool import nothing, pid_of

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("cluster")]


@pytest.fixture
def course(acting: Stage, monkeypatch: pytest.MonkeyPatch) -> Course:
    course = reset(acting.root)
    monkeypatch.setenv(course.secret.env, "a toy class")
    # Only the grader has the variable: other machines read the file.
    (course.root / course.secret.file).write_text("a toy class\n")
    return course


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    with dask_running(tmp_path_factory.mktemp("dask"), workers=1) as begun:
        yield begun


ENDLESS = """
import sys
from pathlib import Path
from tests.unit.parallel.test_pool import nothing, pid_of
from autograder.parallel.dask.choice import cluster_of
from autograder.course.config import load_course
from autograder.parallel.job import Job, serve
cluster = cluster_of(load_course(Path(sys.argv[1])), sys.argv[2], "cpu", "bubblewrap")
for event in cluster.events_of(1, Job(nothing, (), pid_of), [600.0], 1):
    print("begun", flush=True)
"""


@pytest.fixture(scope="module")
def undisturbed(acting: Stage) -> State:
    course = reset(acting.root)
    assert acting.run("--jobs", "2").code == 0
    return state(course)


def wait_for_grading(acting: Stage, course: Course) -> None:
    def told() -> bool:
        assert is_alive(acting.pid), acting.end()
        return bool(graded_times(course))

    wait_until(told, "nothing gets graded", 90)


@pytest.mark.sandbox
@pytest.mark.usefixtures("bubblewrap")
def test_a_dask_worker_killed_in_mid_run_costs_nothing(
    acting: Stage, course: Course, undisturbed: State
) -> None:
    """Behind bubblewrap: the sandbox ends with the worker that has opened it."""
    before = set(course.root.iterdir())
    acting.begin("--jobs", "2", "--cluster", "local", environment={WALLS: "1"})
    wait_for_grading(acting, course)
    seat = min(seats_of(acting.pid))
    worker = parent_of(seat)
    theirs = {worker, *descendants(worker)}
    os.kill(worker, signal.SIGKILL)
    wait_for_end(theirs)
    ours = descendants(acting.pid)
    ended = acting.end()
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    wait_for_end(ours)
    assert gradebook(course) == undisturbed[0]
    expected = {line["student"]: line["points"] for line in undisturbed[1].values()}
    assert {student: line["points"] for student, line in lines(course).items()} == expected
    require_graded_once(course)
    made = {path.name for path in set(course.root.iterdir()) - before}
    assert made <= {"verdicts", "gradebook.db", "autograded", ".graded", ".out", ".err"}


def test_a_submission_that_its_workers_die_over_is_broken_and_no_other_one(
    acting: Stage, course: Course, undisturbed: State
) -> None:
    deadly = {DEADLY: "print('hello')"}
    ended = acting.run("--jobs", "2", "--cluster", "local", environment=deadly)
    assert ended.code == 0, ended.err
    found = lines(course)
    assert found["dmitri"]["status"] == "broken"
    assert "died 2 times" in found["dmitri"]["reason"]
    assert "the Dask worker" in found["dmitri"]["reason"]
    others = {s: line["status"] for s, line in found.items() if s not in ("dmitri", "zoe")}
    assert others == dict.fromkeys(("ada", "bela", "chiara", "emi"), "graded")
    assert acting.run().code == 0
    assert state(course) == undisturbed


def test_ctrl_c_stops_at_once_and_the_next_run_goes_on(
    acting: Stage, course: Course, undisturbed: State
) -> None:
    acting.begin("--jobs", "1", "--cluster", "local")
    wait_for_grading(acting, course)
    ours = descendants(acting.pid)
    start = time.monotonic()
    os.kill(acting.pid, signal.SIGINT)
    ended = acting.end()
    assert time.monotonic() - start < 10
    assert ended.code == 130, ended.err
    assert "the same command goes on from there" in ended.err
    assert "Traceback" not in ended.err
    wait_for_end(ours)
    assert acting.run().code == 0
    assert state(course) == undisturbed


def test_a_given_scheduler_serves_one_run_after_another(
    acting: Stage, course: Course, undisturbed: State, scheduler: Dask
) -> None:
    words = ("--cluster", scheduler.address)
    ended = acting.run(*words)
    assert ended.code == 0, ended.err
    assert state(course) == undisturbed
    check = course.checks("toy") / "scores.py"
    check.write_text(check.read_text().replace("score(4)", "score(5)"))
    # Python keeps modules: what graded before must not grade by the check that is new.
    again = acting.run(*words)
    assert again.code == 0, again.err
    assert {line["points"] for line in lines(course).values()} == {0, 2, 4}
    wait_until(lambda: not scheduler.seats(), "a process is left on a worker")
    assert scheduler.workers.poll() is scheduler.scheduler.poll() is None


def test_ctrl_c_leaves_a_given_scheduler_as_it_was(
    acting: Stage, course: Course, undisturbed: State, scheduler: Dask
) -> None:
    acting.begin("--cluster", scheduler.address)
    wait_for_grading(acting, course)
    os.kill(acting.pid, signal.SIGINT)
    ended = acting.end()
    assert ended.code == 130, ended.err
    wait_until(lambda: not scheduler.seats(), "a process is left on a worker")
    assert acting.run().code == 0
    assert state(course) == undisturbed
    assert scheduler.workers.poll() is scheduler.scheduler.poll() is None


def test_a_scheduler_that_is_lost_stops_with_a_sentence(
    acting: Stage, course: Course, undisturbed: State, tmp_path: Path
) -> None:
    with dask_running(tmp_path, workers=1) as begun:
        acting.begin("--cluster", begun.address)
        wait_for_grading(acting, course)
        seats = begun.seats()
        begun.scheduler.kill()
        ended = acting.end()
        assert ended.code == SandboxGone.exit_code
        assert "The Dask scheduler is gone" in ended.err
        assert "Traceback" not in ended.err
        wait_for_end(seats)
    assert acting.run().code == 0
    assert state(course) == undisturbed


def events(course: Course, asked: str, device: str = "cpu", jobs: int = 1) -> list[Any]:
    """What happens to one submission on a cluster, in this process."""
    found = cluster_of(course, asked, device, "docker")
    job = Job(nothing, (), pid_of)
    with closing(found.events_of(jobs, job, [0.0], 2)) as told:
        return list(told)


def test_only_workers_with_a_gpu_are_asked_for_one(course: Course, scheduler: Dask) -> None:
    assert len(events(course, scheduler.address)) == 2
    path = course.root / "course.toml"
    path.write_text(f"{path.read_text()}\n[cluster]\nwait_seconds = 1\n")
    with pytest.raises(SandboxGone, match=r"No worker has come within 1 s.*--resources \"GPU=1\""):
        events(load_course(course.root), scheduler.address, "cuda")


def test_a_process_that_nobody_asks_ends_by_itself() -> None:
    """So does one whose grader was killed between two submissions."""
    ours, theirs = Pipe()
    with ours, theirs:
        serve(theirs, lambda: Job(nothing, (), pid_of), idle_seconds=0.01)
        assert ours.recv() == ("ready", None) and not ours.poll()


def test_what_a_killed_grader_wants_no_more_is_ended(course: Course, scheduler: Dask) -> None:
    words = [sys.executable, "-c", ENDLESS, str(course.root), scheduler.address]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == "begun\n"
        assert len(scheduler.seats()) == 1
        grader.kill()
    wait_until(lambda: not scheduler.seats(), "it goes on for ten minutes", 60)


def test_no_scheduler_is_a_sentence(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.parallel.dask import scheduler

    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 0.5)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(SandboxGone, match=f"No Dask scheduler answers at {address}"):
        events(course, address)


def test_others_on_this_machine_cannot_reach_its_workers(course: Course) -> None:
    """Who could would run anything as the grader: read solutions and the secret."""
    from distributed import Client, Security

    from autograder.parallel.dask.local import local_workers

    with local_workers(1, {}) as way:
        address = way.client.scheduler.address
        assert address.startswith("tls://127.0.0.1:")
        strangers = {
            address: Security.temporary(),
            address.replace("tls", "tcp"): Security(require_encryption=False),
        }
        for theirs, security in strangers.items():
            with pytest.raises(OSError):
                Client(theirs, security=security, timeout=2, set_as_default=False)
