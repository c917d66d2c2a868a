"""The released assignment as students get it: up to date, without secrets, and it runs."""

import ast
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.course.config import load_course
from autograder.course.known import answer_sheet
from autograder.course.loader import checks_for
from autograder.course.solutions import definitions
from autograder.handout.build import build_check
from autograder.handout.leaks import leaked_lines
from autograder.selfcheck.cells import self_check, unchanged_random_states
from tests.conftest import CHECKS, ROOT

RELEASE = ROOT / "release" / "pixelcnn"
COURSE = load_course(ROOT)
LONG = "STEPS = 500\n"  # of part 6


def released() -> NotebookNode:
    notebook: NotebookNode = nbformat.read(RELEASE / "pixelcnn.ipynb", as_version=4)
    return notebook


@pytest.mark.nbgrader
def test_the_committed_release_is_what_would_be_built() -> None:
    assert build_check(COURSE, "pixelcnn") == ()


def test_the_release_holds_no_line_of_a_solution() -> None:
    template = (ROOT / "assignments/pixelcnn/assignment.md.j2").read_text(encoding="utf-8")
    solutions = [d.source for ds in definitions(COURSE, "pixelcnn").values() for d in ds]
    shown = "\n".join(cell.source for cell in released().cells)
    assert leaked_lines(shown, solutions, template) == []
    own = answer_sheet(COURSE, "pixelcnn", released())
    leaky = "\n".join(cell.source for cell in own.cells)
    assert leaked_lines(leaky, solutions, template), "the search itself must find solutions"


def test_the_release_holds_no_hidden_check() -> None:
    everything = b"".join(
        path.read_bytes()
        for path in RELEASE.rglob("*")
        if path.is_file() and path.parent.name != "checks"  # titles and nothing else: test_wheel
    )
    for exercise in COURSE.assignment("pixelcnn").exercises:
        for check in checks_for(CHECKS, exercise):
            assert check.visible or check.name.encode() not in everything
    assert b"AUTOGRADER_SECRET" not in everything


def test_every_name_of_the_contract_has_its_cell() -> None:
    cells = [cell.metadata.nbgrader for cell in released().cells if "nbgrader" in cell.metadata]
    solutions = {cell.grade_id for cell in cells if cell.solution}
    assert solutions == {
        f"{d.exercise}-{d.name}" for ds in definitions(COURSE, "pixelcnn").values() for d in ds
    }
    points = {cell.grade_id: cell.points for cell in cells if cell.grade}
    exercises = COURSE.assignment("pixelcnn").exercises
    assert points == {f"{name}-grade": value for name, value in exercises.items()}
    assert all(cell.locked for cell in cells if cell.grade)


def test_every_cell_of_the_release_parses() -> None:
    for cell in released().cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)


def run(notebook: NotebookNode, folder: Path, monkeypatch: pytest.MonkeyPatch) -> NotebookNode:
    """Run a notebook in a kernel as a student would, beside the released files."""
    for path in RELEASE.iterdir():
        (folder / path.name).symlink_to(path)
    # torchvision must import even where its compiled operators cannot be loaded.
    start = "from autograder.worker.compat import load_torchvision\nload_torchvision()\n"
    (folder / "sitecustomize.py").write_text(start, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(ROOT)]))
    monkeypatch.setenv("DGM_DATA", str(folder))
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # tests beside it use the other cores
    resources = {"metadata": {"path": str(folder)}}
    client: Any = NotebookClient(notebook, timeout=280, resources=resources, allow_errors=True)
    done: NotebookNode = client.execute()
    return done


def hurried(notebook: NotebookNode) -> NotebookNode:
    """Shorten the training of part 6, which asks nothing of a student and takes a minute alone."""
    [cell] = [cell for cell in notebook.cells if cell.source.count(LONG) == 1]
    cell.source = cell.source.replace(LONG, "STEPS = 40\n")
    return notebook


def texts(notebook: NotebookNode) -> dict[str, str]:
    """Return what each code cell said, by cell id; an error as its text."""
    said: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            outputs = [
                output.get("text", "")
                + "".join(output.get("data", {}).get("text/plain", ""))
                + output.get("evalue", "")
                for output in cell.outputs
            ]
            said[cell.id] = "".join(outputs)
    return said


def errors(notebook: NotebookNode) -> list[str]:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        f"{cell.source[:60]}: {output.evalue}"
        for cell in cells
        for output in cell.outputs
        if output.output_type == "error"
    ]


@pytest.mark.filterwarnings("ignore")  # of Jupyter's client, not of ours
@pytest.mark.timeout(600)
@pytest.mark.parametrize("solved", [False, True], ids=["empty", "solved"])
@pytest.mark.slow
def test_the_notebook_runs_from_top_to_bottom(
    solved: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = answer_sheet(COURSE, "pixelcnn", released()) if solved else released()
    done = run(hurried(notebook), tmp_path, monkeypatch)
    assert errors(done) == []
    said = texts(done)
    crosses = [text for text in said.values() if "✗" in text]
    checked = [said[cell.id] for cell in done.cells if cell.metadata.get("tags") == ["self-check"]]
    assert len(checked) == 5
    if solved:
        assert crosses == []
        assert any("nats per new image" in text for text in said.values()), "part 6 has trained"
        assert any("painted in" in text for text in said.values())
        assert all("✓" in text for text in checked)
    else:
        assert all("is not written yet" in text for text in checked)


def test_a_self_check_leaves_the_notebook_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.chdir(RELEASE)
    parameters: dict[str, Any] = dict(COURSE.assignment("pixelcnn").parameters)
    before = torch.get_rng_state()
    checked = self_check("pixelcnn/sampling", {}, **parameters)
    assert torch.equal(torch.get_rng_state(), before)
    assert "is not defined" in repr(checked)
    assert "more checks with others" in checked._repr_html_()
    assert {finding.outcome for finding in checked.findings} <= {"crashed", "skipped"}
    with unchanged_random_states():
        torch.rand(1)
    assert torch.equal(torch.get_rng_state(), before)
