"""`autograder new`: what it writes passes `verify`, builds, and loses nothing that was there."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.config import load_course
from autograder.course.scaffold import new_exercise, planned
from autograder.errors import CourseError
from tests.conftest import ROOT
from tests.support.anywhere import COMMANDS
from tests.support.toycourse import make_course


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of what an instructor has: the course, and the package it stands in."""
    for name in ("assignments", "solutions", "autograder", "release"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "course.toml", tmp_path / "course.toml")
    (tmp_path / ".secret").write_text("for a test")
    return tmp_path


def run(root: Path, *commands: str) -> str:
    """Run commands with the package that stands in `root`, in one process: it starts for long."""
    words = json.dumps([command.split() for command in commands])
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, words],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.nbgrader
@pytest.mark.timeout(300)
def test_a_new_exercise_verifies_and_builds_at_once(copy: Path) -> None:
    said = run(
        copy,
        "new flows/coupling",
        "new flows/spline",  # into an assignment that is there
        "build flows",
        "verify flows --only spline/* --jobs 1",
    )
    assert "solutions/flows/coupling.py" in said and "autograder verify flows" in said
    assert load_course(copy).assignment("flows").exercises["coupling"] == 10
    assert "All is as it must be" in said and "2 of 2" in said
    notebook = (copy / "release" / "flows" / "flows.ipynb").read_text(encoding="utf-8")
    assert "coupling-grade" in notebook and "spline-grade" in notebook
    assert "def log_mean_exp(" in notebook and "def log_mean_exp_spline(" in notebook
    assert "log_mean_exp is not written yet" in notebook and "logsumexp(x, dim=-1)" not in notebook


def test_what_stands_in_course_toml_stays(tmp_path: Path) -> None:
    make_course(tmp_path)
    before = (tmp_path / "course.toml").read_text(encoding="utf-8")
    new_exercise(tmp_path, "toy/flow")
    after = (tmp_path / "course.toml").read_text(encoding="utf-8")
    assert after.replace("flow = 10\n", "").strip() == before.strip()
    assert list(load_course(tmp_path).assignment("toy").exercises) == ["masks", "scores", "flow"]


@pytest.mark.parametrize("key", ["flows", "Flows/x", "../x/y", "a/b/c", "flows/", "1/a"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, key: str) -> None:
    make_course(tmp_path)
    with pytest.raises(CourseError, match="small letters"):
        planned(tmp_path, key)


def test_an_exercise_that_is_there_is_left_alone(tmp_path: Path) -> None:
    make_course(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(CourseError, match="there already"):
        new_exercise(tmp_path, "toy/masks")
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
