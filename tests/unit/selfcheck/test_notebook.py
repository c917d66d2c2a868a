"""`autograder check`: a student's own notebook, asked what grading asks in the open."""

import codecs
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.__main__ import main
from autograder.course.config import load_course
from autograder.course.known import answer_sheet, known_submissions
from autograder.errors import SubmissionError
from autograder.selfcheck.cells_of import code_cells
from autograder.selfcheck.notebook import check_notebook
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
    shutil.copytree(RELEASE / "checks", folder / "checks", dirs_exist_ok=True)
    return path


@pytest.mark.slow
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


@pytest.mark.slow
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
        ("release", ["mask"], "has no self-check of mask. Did you mean masks?"),
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


def as_format_3(notebook: NotebookNode) -> dict[str, Any]:
    """Return a notebook as IPython wrote it until 2015."""
    cells = [
        {"cell_type": "code", "input": c.source, "language": "python", "outputs": []}
        if c.cell_type == "code"
        else {"cell_type": c.cell_type, "source": c.source}
        for c in notebook.cells
    ]
    sheets = [{"cells": [dict(c, metadata={}) for c in cells], "metadata": {}}]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets}


def test_what_grading_reads_is_read(tmp_path: Path) -> None:
    plain = sheet()
    text = json.dumps(plain)
    half = text.replace("import torch", "import torch  # \\ud83d", 1)
    ways = {
        "mark": codecs.BOM_UTF8 + text.encode(),
        "old": json.dumps(as_format_3(plain)).encode(),
        "old with a mark": codecs.BOM_UTF8 + json.dumps(as_format_3(plain)).encode(),
        "half": half.encode(),
        "half as bytes": half.replace("\\ud83d", "\ud83d").encode("utf-8", "surrogatepass"),
    }
    expected = [cell.source for cell in code_cells(written(tmp_path, plain))]
    for name, content in ways.items():
        (tmp_path / "my work.ipynb").write_bytes(content)
        found = [
            cell.source.replace("  # \ufffd", "", 1)
            for cell in code_cells(tmp_path / "my work.ipynb")
        ]
        assert found == expected, name


@pytest.mark.parametrize(
    "answer",
    [
        r'raise ValueError("\ud83d")',
        r'print("\ud83d") or 1 / 0',
        r'def causal_mask(*given, **more): raise ValueError("\udc00 and \ud800")',
        "x = 1  # \ud83d",
    ],
)
@pytest.mark.slow
def test_an_old_notebook_of_half_characters_is_checked(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], answer: str
) -> None:
    old = as_format_3(sheet())
    cells = old["worksheets"][0]["cells"]
    asks = next(
        n for n, c in enumerate(cells) if 'self_check("pixelcnn/masks' in c.get("input", "")
    )
    cells.insert(asks, {"cell_type": "code", "input": answer, "outputs": [], "metadata": {}})
    path, seen = written(tmp_path, sheet()), tmp_path / "seen.html"
    path.write_bytes(codecs.BOM_UTF8 + json.dumps(old).encode())
    code = main(["check", str(path), "--exercise", "masks", "--html", str(seen)])
    assert code == ("causal_mask" in answer)
    assert "pixelcnn/masks" in capfd.readouterr().out
    assert "masks" in seen.read_text(encoding="utf-8")
