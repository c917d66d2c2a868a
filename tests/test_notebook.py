"""`autograder check`: a student's own notebook, asked what grading asks in the open."""

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.__main__ import main
from autograder.course import load_course
from autograder.errors import SubmissionError
from autograder.known import answer_sheet, known_submissions
from autograder.notebook import check_notebook
from tests.conftest import ROOT

COURSE = load_course(ROOT)
RELEASE = ROOT / "release" / "pixelcnn"


def sheet(wrong: str = "") -> NotebookNode:
    released: NotebookNode = nbformat.read(RELEASE / "pixelcnn.ipynb", as_version=4)
    known = [
        one
        for one in known_submissions(ROOT / "tests/submissions", "pixelcnn")
        if one.name == wrong
    ]
    assert len(known) == bool(wrong)
    return answer_sheet(COURSE, "pixelcnn", released, known)


def written(folder: Path, notebook: NotebookNode) -> Path:
    path = folder / "my work.ipynb"
    nbformat.write(notebook, path)
    (folder / "digits.npz").write_bytes((RELEASE / "digits.npz").read_bytes())
    return path


def test_the_reference_passes_all_visible_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, before, main_module = written(tmp_path, sheet()), Path.cwd(), sys.modules["__main__"]
    assert main(["check", str(path), "--html", str(tmp_path / "seen.html")]) == 0
    said = capsys.readouterr().out
    assert said.count("checks passed") == 5 and "✗" not in said and "–" not in said
    assert "more checks with others:" in said and "\n  · " in said
    page = (tmp_path / "seen.html").read_text(encoding="utf-8")
    assert page.count("<img ") >= 3 and page.count(' alt="') == page.count("<img ")
    assert "http" not in page.replace("http-equiv", "") and "<script" not in page
    assert (Path.cwd(), sys.modules["__main__"]) == (before, main_module)


def test_a_leak_is_told_with_its_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, sheet("wrong_first_layer_b"))
    assert main(["check", str(path), "--exercise", "stack"]) == 1
    said = capsys.readouterr().out
    assert "pixelcnn/stack" in said and "pixelcnn/masks" not in said
    assert "✗ No logit of PixelCNN depends on its own pixel or a later one" in said
    assert "--html FILE" in said


def test_a_cell_that_fails_is_told_and_the_rest_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = sheet()
    notebook.cells.insert(0, nbformat.v4.new_code_cell("print('\x1b[31m')\n1 / 0"))
    assert main(["check", str(written(tmp_path, notebook)), "--exercise", "masks"]) == 0
    said = capsys.readouterr().out
    assert "cell 1, line 2" in said and "ZeroDivisionError" in said and "\x1b" not in said


def test_code_that_exits_ends_neither_the_run_nor_the_checks(tmp_path: Path) -> None:
    notebook = sheet()
    notebook.cells.insert(0, nbformat.v4.new_code_cell("raise SystemExit"))
    (masks,) = check_notebook(written(tmp_path, notebook), ["masks"])
    assert masks.passed and "SystemExit" in masks.stopped[0]


@pytest.mark.parametrize(
    ("content", "asked", "said"),
    [
        ("{", [], "not a Jupyter notebook"),
        ('{"cells": []}', [], "no self-check cell"),
        (None, [], "No such file"),
        ("release", ["mask"], "It has: likelihood, masks, stack, sampling, vae"),
    ],
)
def test_what_cannot_be_asked_is_said(
    tmp_path: Path, content: str | None, asked: list[str], said: str
) -> None:
    path = tmp_path / "x.ipynb"
    if content == "release":
        path = RELEASE / "pixelcnn.ipynb"
    elif content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SubmissionError, match=said):
        list(check_notebook(path, asked))
