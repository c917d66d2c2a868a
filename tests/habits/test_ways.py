"""Notebooks as people write them have full marks, and what stops a cell is told with its line."""

from functools import cache
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from autograder.course.config import load_course
from autograder.course.known import answer_sheet
from autograder.grading.exam import Exam, load_exam
from autograder.grading.exercise import grade_exercise
from autograder.records.plaincell import plain_cells
from autograder.sandbox.base import Sandbox
from autograder.submission.read import Submission, submission_of
from tests.habits.ways import WAYS, Way

pytestmark = pytest.mark.sandbox
ROOT = Path(__file__).parents[2]


@cache
def exam() -> Exam:
    return load_exam(load_course(ROOT), "pixelcnn")


def submission(way: Way) -> Submission:
    """Return the reference's notebook with a way's own cells in it."""
    sheet = answer_sheet(exam().course, "pixelcnn", exam().released)
    place = next(n for n, cell in enumerate(plain_cells(sheet)) if cell.grade_id == way.piece)
    sheet.cells[place].source += f"\n\n{way.addition}"
    for number, source in enumerate(way.cells):
        sheet.cells.insert(place + number, new_code_cell(source, id=f"own-{number}"))
    return submission_of(sheet, exam().released, way.name, "pixelcnn")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_way_of_writing_notebooks(way: Way, bubblewrap: Sandbox) -> None:
    exercise = next(one for one in exam().exercises if one.name == way.exercise)
    verdict, runs = grade_exercise(exam(), submission(way), exercise, bubblewrap)
    lost = [(f.check, f.message) for f in verdict.findings if f.outcome != "passed"]
    assert (verdict.points, lost) == (verdict.max_points, [])
    errors = [run.error for run in runs.values() if run.error]
    assert len(errors) == bool(way.stops), errors
    assert way.stops in "".join(errors)
    assert way.prints in "".join(run.stdout for run in runs.values())
