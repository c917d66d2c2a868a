"""A class graded in jobs of a real Slurm, of one node on this machine."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.errors import SandboxGone
from tests.support.one_node import NoSlurm, Slurm, one_node
from tests.support.toyclass import (
    Stage,
    gradebook,
    graded_times,
    require_graded_once,
    reset,
    stage,
    verdicts,
)
from tests.support.transports import is_alive, wait_until

pytestmark = [
    pytest.mark.slurm,
    pytest.mark.nbgrader,
    pytest.mark.xdist_group("slurm"),
]

# Set where Slurm must be there, as in CI: then what is not there fails, and is not skipped.
REQUIRED = "AUTOGRADER_REQUIRE_SLURM"

CLUSTER = """
[cluster]
kind = "slurm"
queue = "{queue}"
workers = {workers}
memory = "1G"
walltime = "00:10:00"
wait_seconds = 120
interface = "lo"
logs = "{logs}"
prologue = ["env >{logs}/environment"]
"""


@pytest.fixture(scope="session")
def slurm() -> Iterator[Slurm]:
    try:
        with one_node() as begun:
            yield begun
    except NoSlurm as error:
        if os.environ.get(REQUIRED):
            pytest.fail(f"{REQUIRED} is set: {error}")
        pytest.skip(f"No Slurm can be started here: {error}")


@pytest.fixture(scope="module")
def acting(slurm: Slurm) -> Iterator[Stage]:
    with stage() as opened:
        yield opened


@pytest.fixture
def course(acting: Stage, slurm: Slurm) -> Iterator[Course]:
    course = reset(acting.root)
    (course.root / course.secret.file).write_text("a toy class\n")
    yield course
    for job in slurm.jobs():  # of a test that failed
        slurm.say("scancel", job)


def configured(course: Course, logs: Path, workers: int = 1, queue: str = "debug") -> None:
    place = course.root / "course.toml"
    table = CLUSTER.format(queue=queue, workers=workers, logs=logs)
    place.write_text(place.read_text() + table)


def begin(acting: Stage, course: Course, slurm: Slurm) -> None:
    """Begin to grade, and wait until something is graded."""
    acting.begin("--cluster", environment=dict(slurm.environment))

    def told() -> bool:
        assert is_alive(acting.pid), acting.end()
        return bool(graded_times(course))

    wait_until(told, "nothing gets graded", 120)


def test_a_job_that_is_ended_in_mid_run_costs_nothing(
    acting: Stage, course: Course, slurm: Slurm, tmp_path: Path
) -> None:
    """The only job of the run, so that grading goes on in another that is asked for."""
    assert acting.run("--jobs", "2").code == 0
    expected = gradebook(course), verdicts(course)
    course = reset(acting.root)
    (course.root / course.secret.file).write_text("a toy class\n")
    before = {path.name for path in course.root.iterdir()}
    configured(course, tmp_path)
    begin(acting, course, slurm)
    [job] = slurm.jobs()
    slurm.say("scancel", job)
    ended = acting.end()
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    assert (gradebook(course), verdicts(course)) == expected
    require_graded_once(course)
    wait_until(lambda: not slurm.jobs(), "a job was left")
    environment = (tmp_path / "environment").read_text()
    assert "SLURM_JOB_ID" in environment and "a toy class" not in environment
    made = {path.name for path in course.root.iterdir()} - before
    assert made <= {"verdicts", "gradebook.db", "autograded", ".graded", ".out", ".err"}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_grader_that_ends_gives_its_jobs_back(
    acting: Stage, course: Course, slurm: Slurm, tmp_path: Path, how: signal.Signals
) -> None:
    configured(course, tmp_path)
    begin(acting, course, slurm)
    os.kill(acting.pid, how)
    ended = acting.end()
    assert ended.code == (130 if how == signal.SIGINT else -signal.SIGKILL), ended.err
    wait_until(lambda: not slurm.jobs(), "a job was left", 5 if how == signal.SIGINT else 60)
    assert acting.run().code == 0
    assert len(gradebook(course)) == 10
    require_graded_once(course)


def test_what_slurm_refuses_is_a_sentence(
    acting: Stage, course: Course, slurm: Slurm, tmp_path: Path
) -> None:
    configured(course, tmp_path, queue="nowhere")
    ended = acting.run("--cluster", environment=dict(slurm.environment))
    assert ended.code == SandboxGone.exit_code
    assert "Slurm does not accept the job of a worker" in ended.err
    assert "Invalid partition name" in ended.err
    assert "Traceback" not in ended.err and graded_times(course) == []
