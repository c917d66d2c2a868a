"""A notebook that lies alone, as on Colab, fetches what came with it: Colab's upload is played."""

import os
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.course.config import load_course
from autograder.handout.wheel import write_wheel
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # of Jupyter's client, not of ours
]

ASSIGNMENTS = sorted(load_course(ROOT).assignments)
# What `files.upload` of Colab does: it puts the chosen file into the folder, and returns its bytes
# by the name that it got, which is another one where such a file was there before.
COLAB = """
import shutil, sys, types

def upload():
    shutil.copy({chosen!r}, "chosen (1).zip")
    return {{"chosen (1).zip": b""}}

colab = types.ModuleType("google.colab")
colab.files = types.SimpleNamespace(upload=upload)
sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = colab
"""
WHERE = "import autograder; print(autograder.__file__)"


def run(cells: list[str], folder: Path, start: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run cells in a kernel in a folder; pip installs beside it, and asks no index."""
    site = folder.parent / "site"
    folder.mkdir()
    site.mkdir()
    (site / "sitecustomize.py").write_text(start, encoding="utf-8")
    for name, value in {"TARGET": str(site), "NO_DEPS": "1", "NO_INDEX": "1"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    monkeypatch.setenv("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), str(ROOT)]))
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=200, resources=resources).execute()
    return notebook


def fetching(assignment: str) -> str:
    """Return the cell of a released notebook that fetches its files."""
    path = ROOT / "release" / assignment / f"{assignment}.ipynb"
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    [cell] = [cell for cell in notebook.cells if "google.colab" in cell.source]
    return str(cell.source)


def told(notebook: NotebookNode) -> str:
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.outputs)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_its_files_pictures_and_self_checks_come_from_the_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assignment: str
) -> None:
    released = tmp_path / "release" / assignment
    shutil.copytree(ROOT / "release" / assignment, released)
    write_wheel(released)  # as every build does: git does not keep it
    chosen = shutil.make_archive(str(tmp_path / "handed out"), "zip", released.parent, assignment)
    cells, folder = [fetching(assignment), WHERE], tmp_path / "content"
    done = run(cells, folder, COLAB.format(chosen=chosen), monkeypatch)
    for path in (one for one in released.rglob("*") if one.is_file()):
        assert (folder / path.relative_to(released)).read_bytes() == path.read_bytes()
    assert str(tmp_path / "site") in told(done), "the self-checks are those of the wheel"
    shown = [one for one in done.cells[0].outputs if one.output_type == "display_data"]
    pictures = [one for one in shown if {"image/png", "image/svg+xml"} & set(one.data)]
    assert len(pictures) == len(list((released / "figures").glob("*.*")))


@pytest.mark.parametrize("inside", [[], ["other.npz"]], ids=["no zip file", "another zip file"])
def test_another_file_is_told_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: list[str]
) -> None:
    chosen = tmp_path / "chosen.zip"
    chosen.write_bytes(b"a picture of a cat")
    if inside:
        (tmp_path / "files").mkdir()
        (tmp_path / "files" / inside[0]).write_bytes(b"")
        shutil.make_archive(str(tmp_path / "chosen"), "zip", tmp_path / "files")
    start = COLAB.format(chosen=str(chosen))
    done = run([fetching(ASSIGNMENTS[0])], tmp_path / "content", start, monkeypatch)
    assert "That is not the assignment's zip file. Run this cell again" in told(done)


def test_elsewhere_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run([fetching(ASSIGNMENTS[0])], tmp_path / "content", "", monkeypatch)
    assert "is not beside this notebook. Keep the assignment's files together." in told(done)
