"""`autograder check` and the cell of `earlier()`, where an assignment has several notebooks."""

import json
from pathlib import Path
from typing import Any

import IPython
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.__main__ import main
from autograder.course.config import Course
from autograder.errors import SubmissionError
from autograder.handout.build import build
from autograder.selfcheck import run_earlier
from tests.support.twobooks import answered, make_two

CHECKS = '''"""Checks of toy/{name}."""

from autograder.checking.check import Context, Failed, check
from autograder.checking.student import Student


@check(visible=True)
def right(student: Student, ctx: Context) -> None:
    """It is right"""
    if student.call_plain("{function}", 8) != {value}:
        raise Failed("It is another number.")
'''
WRONG = {"masks.first": "print('loud')\ndef first(size):\n    return size"}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_two(tmp_path_factory.mktemp("two"))
    made.checks("toy").mkdir()
    for name, function, value in (("masks", "first", 16), ("scores", "score", 4.0)):
        text = CHECKS.format(name=name, function=function, value=value)
        (made.checks("toy") / f"{name}.py").write_text(text)
    build(made, "toy")
    return made


def written(course: Course, folder: Path, answers: dict[str, str] | None = None) -> Path:
    """Write a student's notebooks as they lie beside the checks."""
    for name, notebook in answered(course, answers).items():
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
    (folder / "checks").symlink_to(course.root / "release" / "toy" / "checks")
    return folder


@pytest.mark.nbgrader
def test_a_folder_is_checked_in_the_order_of_its_notebooks(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(course, tmp_path)
    (tmp_path / "a scratch.ipynb").write_text('{"cells": []}')
    assert main(["check", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert told.index("toy/masks: ") < told.index("toy/scores: ")
    assert main(["check", str(tmp_path), "--exercise", "scores"]) == 0
    assert "toy/masks" not in capsys.readouterr().out


@pytest.mark.nbgrader
def test_a_later_notebook_is_checked_after_the_earlier_one(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(course, tmp_path, WRONG)
    assert main(["check", str(tmp_path / "part2.ipynb")]) == 1
    assert "It is another number." in capsys.readouterr().out
    (tmp_path / "part1.ipynb").unlink()
    assert main(["check", str(tmp_path / "part2.ipynb")]) != 0
    assert "part1.ipynb is not there" in capsys.readouterr().err


@pytest.mark.nbgrader
def test_the_cell_of_a_later_notebook_brings_in_what_was_written(
    course: Course,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = {"masks.Layer": "raise ValueError('no layer')"}
    monkeypatch.chdir(written(course, tmp_path, broken))
    names: dict[str, Any] = {}
    run_earlier(names, "part1")
    assert names["first"](4) == 8
    assert "masks.Layer stopped: ValueError: no layer" in capsys.readouterr().out
    with pytest.raises(SubmissionError, match=r"part0\.ipynb is not there"):
        run_earlier(names, "part0")


@pytest.mark.nbgrader
def test_in_a_kernel_cells_run_as_the_kernel_runs_them(
    course: Course,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    magic = {"masks.first": "%time\nprint('loud')\ndef first(size):\n    return 2 * size"}
    monkeypatch.chdir(written(course, tmp_path, magic))
    shell: Any = InteractiveShell.instance()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    run_earlier(shell.user_ns, "part1")
    assert shell.user_ns["first"](4) == 8
    assert "loud" not in capsys.readouterr().out
