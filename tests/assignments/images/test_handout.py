"""The handout of `images`: its cells, and that no solution shows."""

import ast
import re
from typing import Any

import pytest
import torch
from nbformat import NotebookNode

from autograder.course.config import Course, load_course
from autograder.course.solutions import definitions
from autograder.course.toplevel import Defined
from autograder.handout.leaks import leaked_lines
from autograder.handout.supplied import supplied_text
from autograder.handout.template import source_notebook
from tests.assignments.images.test_reference_files import CONTRACT
from tests.conftest import ROOT

FOLDER = ROOT / "assignments" / "images"
REGION = re.compile(r"^( *)### BEGIN SOLUTION\n.*?^\1### END SOLUTION$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(ROOT)


@pytest.fixture(scope="module")
def notebook(course: Course) -> NotebookNode:
    return source_notebook(course, "images")


def test_every_name_of_the_contract_has_its_cell_and_every_exercise_its_points(
    course: Course, notebook: NotebookNode
) -> None:
    cells = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    holes = [cell.grade_id for cell in cells if cell.solution]
    assert holes == [f"{exercise}-{name}" for exercise in CONTRACT for name in CONTRACT[exercise]]
    points = {cell.grade_id: cell.points for cell in cells if cell.grade}
    exercises = course.assignment("images").exercises
    assert points == {f"{name}-grade": value for name, value in exercises.items()}
    assert sum(points.values()) == 100


def test_cells_parse_and_show_no_line_of_a_solution(course: Course, notebook: NotebookNode) -> None:
    shown = []
    for cell in notebook.cells:
        stub = REGION.sub(r"\1raise NotImplementedError()", cell.source)
        if cell.cell_type == "code":
            ast.parse(stub)
        shown.append(stub)
    solutions = [d.source for found in definitions(course, "images").values() for d in found]
    template = (FOLDER / "assignment.md.j2").read_text(encoding="utf-8")
    public = template + supplied_text(course, "images")
    assert leaked_lines("\n".join(shown), solutions, public) == []


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it(
    notebook: NotebookNode,
) -> None:
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    pictures = re.findall(r"!\[([^\]]*)\]\((figures/[^)]*)\)", text)
    assert len(pictures) == 3
    for words, path in pictures:
        assert len(words) > 60 and (FOLDER / path).is_file()


def test_the_code_of_pixelcnn_is_supplied_as_its_references_have_it(
    notebook: NotebookNode,
) -> None:
    cells = {c.metadata.get("nbgrader", {}).get("grade_id", ""): c for c in notebook.cells}
    names: dict[str, Any] = {}
    for name in ("MaskedConv2d", "GatedPixelCNN", "categorical_nll"):
        cell = cells[f"supplied-{name}"]
        assert cell.metadata.nbgrader.locked and cell.metadata.jupyter.source_hidden
        exec(cell.source, names)
    x = torch.rand(2, 3, 4, 6)
    logits = names["GatedPixelCNN"](in_channels=3, hidden_channels=6, num_values=4)(x)
    assert logits.shape == (2, 4, 3, 4, 6)
    assert names["categorical_nll"](logits, (3 * x).round().long()).shape == (2,)
    assert names["MaskedConv2d"](1, 2, 3, "A", dilation=2)(x[:, :1]).shape == (2, 2, 4, 6)


def test_what_is_supplied_is_there_in_grading(notebook: NotebookNode) -> None:
    defined = {"MaskedConv2d", "GatedPixelCNN", "categorical_nll", "lstm_step"}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "tags" not in cell.metadata:
            names = {n.name for n in ast.parse(cell.source).body if isinstance(n, Defined)}
            defined -= names
    assert not defined


def test_the_minutes_of_the_parts_are_those_of_the_whole(notebook: NotebookNode) -> None:
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    each = [int(minutes) for minutes in re.findall(r"points · ●.*? · (\d+) minutes", text)]
    assert len(each) == 6 and sum(each) == 360 and "six hours in all" in text
    assert text.count("**Misconception: ") >= 6 and text.count("**Your first success**") == 6
    assert text.count("<summary>Stretch: ") == 6
