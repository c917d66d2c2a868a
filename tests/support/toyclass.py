"""A class of the toy course, and a stage on which it is graded again and again (backstage.py)."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from nbgrader.api import Gradebook

from autograder.course.config import Course, load_course
from autograder.course.known import answer_sheet, filled
from autograder.grading.released import read_release
from autograder.handout.build import build, database_url
from tests.conftest import ROOT
from tests.support.toycourse import COURSE, HANDOUT, make_course

CHECKS = {
    "masks": '''"""Checks of toy/masks."""

from autograder.checking.check import Failed, Context, check
from autograder.checking.student import Student


@check(visible=True)
def doubles(student: Student, ctx: Context) -> None:
    """It doubles"""
    if student.call_plain("first", 3) != 6:
        raise Failed("It does not double.")


@check()
def as_the_reference(student: Student, ctx: Context) -> None:
    """It is as the reference has it"""
    size = int(ctx.parameters["size"])
    if student.call_plain("first", size) != ctx.reference.first(size):
        raise Failed("It is another number.")
''',
    "scores": '''"""Checks of toy/scores."""

from autograder.checking.check import Failed, Context, check
from autograder.checking.student import Student


@check()
def scored(student: Student, ctx: Context) -> None:
    """The score is right"""
    if student.call_plain("score", int(ctx.parameters["shift"])) != ctx.reference.score(4):
        raise Failed("It is another score.")
''',
}

# Bytecode is told from older by seconds and size; a test edits a check faster.
ENVIRONMENT = {"AUTOGRADER_SECRET": "a toy class", "PYTHONDONTWRITEBYTECODE": "1"}

ANSWERS: dict[str, dict[str, str]] = {
    "ada": {},
    "bela": {"masks.first": "def first(size):\n    return size"},
    "chiara": {"scores.score": "def score(size):\n    return 1 / 0"},
    "dmitri": {"masks.first": "print('hello')\ndef first(size):\n    return 2 * size"},
    "emi": {"masks.first": "def first(size):\n    return 6"},
}


def make_class(root: Path) -> Course:
    """Write the toy course with its checks and release, and a class that has handed in."""
    handout = HANDOUT.replace("import math", "import math\nfrom functools import cache")
    course = make_course(root, course=COURSE + "shift = 4\n", handout=handout)
    write_checks(course)
    build(course, "toy")
    for student, answers in ANSWERS.items():
        hand_in(course, student, answers)
    cut = root / "submitted" / "zoe" / "toy" / "toy.ipynb"
    cut.parent.mkdir(parents=True)
    cut.write_text('{"cells": [')
    return course


def write_checks(course: Course) -> None:
    """Write the toy course's checks."""
    for name, text in CHECKS.items():
        place = course.checks("toy") / f"{name}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def hand_in(course: Course, student: str, answers: Mapping[str, str]) -> None:
    """Write a student's notebook: the reference's answers but for these."""
    sheet = filled(answer_sheet(course, "toy", read_release(course.root, "toy", "toy")), answers)
    path = course.root / "submitted" / student / "toy" / "toy.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sheet))


@dataclass(frozen=True)
class Ended:
    """How a run of `autograder grade` ended, and what it said."""

    code: int
    out: str
    err: str


class Stage:
    """The process that forks for every run, and its runs; `name` tells two of one class apart."""

    def __init__(self, root: Path, name: str = "") -> None:
        self.root = root
        self._said_in = [root / f".{name}{stream}" for stream in ("out", "err")]
        self.pid = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.backstage", str(root), name],
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._said() == "ready"

    def begin(self, *words: str, **plan: Any) -> None:
        """Begin `autograder grade toy` with these words."""
        order = {"argv": ["--course", str(self.root), "grade", "toy", *words], **plan}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self.pid = int(self._said())

    def end(self) -> Ended:
        """Wait for the end of the run."""
        code = int(self._said())
        return Ended(code, *(path.read_text() for path in self._said_in))

    def told(self) -> str:
        """Return what the run has said on stderr until now."""
        return self._said_in[1].read_text() if self._said_in[1].is_file() else ""

    def run(self, *words: str, **plan: Any) -> Ended:
        """Run `autograder grade toy` with these words to its end."""
        self.begin(*words, **plan)
        return self.end()

    def close(self) -> None:
        """End the process."""
        with self._process:
            self._process.kill()

    def _said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def stage() -> Iterator[Stage]:
    """Return a stage over a class in a folder of its own, both gone afterwards."""
    memory = Path("/dev/shm")  # some hundred runs wait for a disk longer than for all else
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        make_class(Path(folder) / "pristine")
        (Path(folder) / "course").mkdir()
        opened = Stage(Path(folder) / "course")
        try:
            yield opened
        finally:
            opened.close()


def reset(root: Path, state: str = "pristine") -> Course:
    """Let the class be as if nothing had been graded or changed, or as it was when kept."""
    for path in root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(root.with_name(state), root, dirs_exist_ok=True)
    return load_course(root)


def keep(root: Path, state: str) -> None:
    """Keep the class as it is now, for `reset`."""
    shutil.copytree(root, root.with_name(state))


def descendants(pid: int) -> set[int]:
    """Return all processes that a process has begun, and those which these have, and so on."""
    try:
        return {one.pid for one in psutil.Process(pid).children(recursive=True)}
    except psutil.NoSuchProcess:
        return set()


def gradebook(course: Course) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return all that the gradebook holds of the class's cells, by student and cell."""
    with Gradebook(database_url(course), "toys") as opened:
        return {
            (submission.student.id, grade.name): (
                grade.auto_score,
                grade.manual_score,
                grade.needs_manual_grade,
            )
            for submission in opened.assignment_submissions("toy")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def verdicts(course: Course) -> dict[str, Any]:
    """Return all verdicts and lines on disk by file, without times and what runs before said."""
    found: dict[str, Any] = {}
    for path in (course.root / "verdicts").glob("[!.]*.json*"):
        for number, line in enumerate(path.read_text().splitlines()):
            found[f"{path.name}:{number}"] = {**json.loads(line), "seconds": 0, "change": None}
    return found


State = tuple[dict[tuple[str, str], tuple[Any, ...]], dict[str, Any]]


def state(course: Course) -> State:
    """Return all that grading has left of a class: in the gradebook, and in verdicts/."""
    return gradebook(course), verdicts(course)


def lines(course: Course) -> dict[str, dict[str, Any]]:
    """Return the line of each student that the last run has left."""
    return {line["student"]: line for name, line in verdicts(course).items() if "jsonl" in name}


def graded_times(course: Course) -> list[str]:
    """Return what was graded and kept, each exercise of a submission under its own name."""
    path = course.root / ".graded"
    return path.read_text().split() if path.is_file() else []


def require_graded_once(course: Course) -> None:
    """Raise `AssertionError` if the stage has noted one exercise twice.

    A process that is killed between the verdict and its note leaves the verdict alone, so
    whether all are there is asked of the verdicts, never of the notes.
    """
    times = graded_times(course)
    assert times and len(times) == len(set(times)), "something was graded twice"
