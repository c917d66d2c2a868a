"""Which cluster is asked for, and what keeps a class from being graded on it, as sentences."""

import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autograder.__main__ import main
from autograder.cli.commands import chosen
from autograder.course.config import Course, load_course
from autograder.errors import CourseError, SandboxError, SandboxGone
from autograder.grading import batch, grader
from autograder.grading.grader import Session
from autograder.parallel.dask.choice import cluster_of
from autograder.parallel.job import Job
from autograder.records.verdict import Verdict
from autograder.sandbox.gpu import gpus_of_job
from autograder.submission.read import Entry
from tests.support.toyclass import (
    make_class,
)
from tests.unit.parallel.test_pool import nothing, pid_of

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("cluster")]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setenv("AUTOGRADER_SECRET", "a toy class")
    (tmp_path / ".secret").write_text("a toy class\n")
    return make_class(tmp_path)


def events(course: Course, asked: str) -> list[Any]:
    """What happens to one submission on a cluster, in this process."""
    job = Job(nothing, (), pid_of)
    found = cluster_of(course, asked, "cpu", "bubblewrap")
    with closing(found.events_of(1, job, [0.0], 2)) as told:
        return list(told)


def test_no_slurm_is_a_sentence(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(course.root))
    with pytest.raises(SandboxGone, match="There is no sbatch on this machine"):
        events(course, "slurm")


def test_no_dask_is_a_sentence(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    for name in ("workers", "local", "connection"):
        monkeypatch.delitem(sys.modules, f"autograder.parallel.dask.{name}", raising=False)
    with pytest.raises(SandboxGone, match=r"pip install 'dgm-autograder\[cluster\]'"):
        events(course, "local")


@pytest.mark.parametrize(
    ("table", "asked", "sentence"),
    [
        ("", "slurm", "does not say how many workers"),
        ('kind = "scheduler"', "", "has no address"),
        ('address = "somewhere"', "", "must be like tls://"),
        ('kind = "pbs"', "", "cluster.kind"),
        ("gpu = 1", "", "the key cluster.gpu is not known"),
        ('memory = "much"', "", "cluster.memory"),
    ],
)
def test_a_cluster_that_is_not_said_well_is_a_sentence(
    course: Course, table: str, asked: str, sentence: str
) -> None:
    path = course.root / "course.toml"
    path.write_text(f"{path.read_text()}\n[cluster]\n{table}\n")
    with pytest.raises(CourseError, match=sentence):
        cluster_of(load_course(course.root), asked, "cpu", "bubblewrap").workers(0)


def test_a_secret_that_workers_cannot_read_is_said_before_anything_is_graded(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(course.secret.env, "another secret")
    words = ["--course", str(course.root), "grade", "toy", "--cluster", "tcp://127.0.0.1:1"]
    assert main(words) == CourseError.exit_code
    said = capsys.readouterr().err
    assert "is not sent to a cluster" in said and "another secret" not in said
    assert not (course.root / "verdicts").exists()


def test_a_worker_that_sees_another_course_does_not_grade_by_it(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Session(course.root / "gone", "toy", "bubblewrap", "cpu", elsewhere=True)
    with pytest.raises(CourseError, match="Every worker has to see that folder as it is here"):
        batch._take_seat(elsewhere)


def test_what_a_worker_cannot_read_is_nobodys_rejected_submission(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_seat", None)
    batch._take_seat(Session(course.root, "toy", "bubblewrap", "cpu", elsewhere=True))
    verdict = batch._work(Entry("ada", course.root / "not" / "mounted.ipynb"))
    assert isinstance(verdict, Verdict)
    assert verdict.status == "broken" and "A worker could not read it" in verdict.reason


def test_a_verdict_on_its_way_through_a_file_system_is_waited_for(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never is it graded where the class is recorded, instead of on the cluster."""
    session = Session(course.root, "toy", "bubblewrap", "cpu", elsewhere=True)
    kept: Any = "the verdict"
    found = iter([None, None, kept])
    monkeypatch.setattr(grader.Grader, "remembered", lambda *_: next(found))
    monkeypatch.setattr(grader, "submission_of", lambda *_: None)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(grader.Grader, "outline", _Released())
    with grader.Grader(session) as opened:
        notebook: Any = None
        assert opened.grade_notebook("ada", notebook) is kept


class _Released:
    released = None


@pytest.mark.parametrize(
    ("environment", "gpus"),
    [
        ({}, ["7"]),
        ({"CUDA_VISIBLE_DEVICES": "0,1"}, ["0", "1"]),
        ({"CUDA_VISIBLE_DEVICES": "0", "SLURM_JOB_GPUS": "3"}, ["3"]),
        ({"CUDA_VISIBLE_DEVICES": "GPU-6ac1, "}, ["GPU-6ac1"]),
    ],
)
def test_a_worker_uses_the_gpus_of_its_job(
    environment: dict[str, str], gpus: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLURM_STEP_GPUS", "SLURM_JOB_GPUS", "CUDA_VISIBLE_DEVICES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert gpus_of_job(["7"]) == gpus


def test_a_gpu_is_not_looked_for_where_nothing_is_graded(course: Course) -> None:
    asked = "tls://cluster:8786"
    assert cluster_of(course, asked, "cuda", "docker").device == "cuda"
    assert cluster_of(course, asked, "auto", "docker").device == "cpu"
    with pytest.raises(SandboxError, match="bubblewrap sandbox has no access to a GPU"):
        cluster_of(course, asked, "cuda", "bubblewrap")


def test_the_command_line_knows_a_cluster_when_it_sees_one() -> None:
    def asked(*words: str) -> Any:
        run = chosen(["grade", "toy", *words])
        assert isinstance(run, partial)
        return run.keywords["cluster"]

    assert asked() is None
    assert asked("--cluster") == ""
    assert asked("--cluster", "tls://host:8786") == "tls://host:8786"
    with pytest.raises(SystemExit):
        asked("--cluster", "pixelcnn")
