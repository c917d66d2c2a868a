"""The handout of `density`: its cells, and that no solution shows."""

import ast
import re

import pytest
from nbformat import NotebookNode

from autograder.course.config import Course, load_course
from autograder.course.solutions import definitions
from autograder.handout.leaks import leaked_lines
from autograder.handout.template import source_notebook
from tests.assignments.density.test_reference_files import CONTRACT
from tests.conftest import ROOT

FOLDER = ROOT / "assignments" / "density"
REGION = re.compile(r"^( *)### BEGIN SOLUTION\n.*?^\1### END SOLUTION$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(ROOT)


@pytest.fixture(scope="module")
def notebook(course: Course) -> NotebookNode:
    return source_notebook(course, "density")


def test_every_name_of_the_contract_has_its_cell_and_every_exercise_its_points(
    course: Course, notebook: NotebookNode
) -> None:
    cells = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    holes = [cell.grade_id for cell in cells if cell.solution]
    assert holes == [f"{exercise}-{name}" for exercise in CONTRACT for name in CONTRACT[exercise]]
    points = {cell.grade_id: cell.points for cell in cells if cell.grade}
    exercises = course.assignment("density").exercises
    assert points == {f"{name}-grade": value for name, value in exercises.items()}
    assert sum(points.values()) == 100


def test_cells_parse_and_show_no_line_of_a_solution(course: Course, notebook: NotebookNode) -> None:
    shown = []
    for cell in notebook.cells:
        stub = REGION.sub(r"\1raise NotImplementedError()", cell.source)
        if cell.cell_type == "code":
            ast.parse(stub)
        shown.append(stub)
    solutions = [d.source for found in definitions(course, "density").values() for d in found]
    template = (FOLDER / "assignment.md.j2").read_text(encoding="utf-8")
    assert leaked_lines("\n".join(shown), solutions, template) == []


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it(
    notebook: NotebookNode,
) -> None:
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    pictures = re.findall(r"!\[([^\]]*)\]\((figures/[^)]*)\)", text)
    assert len(pictures) == 4
    for words, path in pictures:
        assert len(words) > 60 and (FOLDER / path).is_file()
