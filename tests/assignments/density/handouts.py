"""The handout of `density` as a student gets it, in a folder, and solved."""

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.course.config import load_course
from autograder.course.known import answer_sheet
from autograder.course.public import CHECKS
from autograder.handout.build import drafts
from autograder.handout.visible import visible_checks
from tests.conftest import ROOT

COURSE = load_course(ROOT)
FOLDER = ROOT / "assignments" / "density"
STRICT = """import warnings
warnings.filterwarnings("error", module="__main__")
"""


@cache
def handed_out() -> NotebookNode:
    return drafts(COURSE, "density")[1]


def solved() -> NotebookNode:
    return answer_sheet(COURSE, "density", handed_out())


def put_files(folder: Path) -> None:
    """Put beside a notebook what is handed out with it."""
    shutil.copy(FOLDER / "digits.npz", folder)
    shutil.copytree(FOLDER / "figures", folder / "figures")
    exercises = COURSE.assignment("density").exercises
    for name, text in visible_checks(FOLDER / CHECKS, exercises).items():
        place = folder / CHECKS / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text)


def run(notebook: NotebookNode, folder: Path, monkeypatch: pytest.MonkeyPatch) -> NotebookNode:
    """Run a notebook as a student would; a warning of one of its own lines is an error."""
    put_files(folder)
    (folder / "sitecustomize.py").write_text(STRICT, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(ROOT)]))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # tests beside it use the other cores
    resources = {"metadata": {"path": str(folder)}}
    client: Any = NotebookClient(notebook, timeout=280, resources=resources, allow_errors=True)
    done: NotebookNode = client.execute()
    return done


def texts(notebook: NotebookNode) -> list[str]:
    """Return what each code cell printed or showed, tags and all."""
    return [
        "".join(
            str(output.get("text", "")) + str(output.get("data", {}).get("text/html", ""))
            for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def errors(notebook: NotebookNode) -> list[str]:
    """Return what cells raised, and what they wrote to the error stream."""
    return [
        f"{cell.source[:60]}: {output.get('evalue') or output.get('text')}"
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]
