"""Feedback before the due date: what hidden checks found, and points that would tell it, left out.

The autograded notebook and the gradebook hold everything; only the page, which is all that a
student gets, is made without it, whoever has nbgrader make it (design/0007-watch.md).
"""

from datetime import UTC, datetime
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode

from autograder.course.config import Course
from autograder.course.opened import course_of
from autograder.records.early import early
from autograder.records.result import Result
from autograder.text.i18n import said, said_many
from autograder.text.spelling import one_spelling
from autograder.times.dates import said_date

MARK = "data-withheld"  # stands in a page from which something is left out


def now() -> datetime:
    """Return the time, aware."""
    return datetime.now(UTC)


def due_of(course: Course, assignment: str, student: str) -> datetime:
    """Return until when a student has time: the due date, or the extension in course.toml."""
    due = course.assignment(assignment).due
    return max(due, course.extensions.get(assignment, {}).get(one_spelling(student), due))


def is_early(course: Course, assignment: str, student: str) -> bool:
    """Say whether hidden findings are withheld from a student at this moment."""
    return course.watch.hidden == "after_due" and now() < due_of(course, assignment, student)


class Redact(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes out of a notebook, on its way to the feedback page, what is told after the due date.

    It stands behind GetMarks and before all that reads cells and scores. A grade cell of which it
    cannot know what is hidden, as it was recorded under another setting, shows nothing at all.
    """

    root = Unicode(help="The folder of course.toml").tag(config=True)
    # nbconvert sets this for all; nbgrader's base would have it warn that it is not known.
    display_data_priority = List(Unicode()).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook as it may be shown now."""
        course = course_of(self)
        names = resources["nbgrader"]
        name, student = names["assignment"], names["student"]
        if name in course.assignments and is_early(course, name, student):
            due = said_date(due_of(course, name, student))
            withhold(nb, names, due)
        return nb, resources


def withhold(notebook: NotebookNode, names: dict[str, Any], due: str) -> None:
    """Leave out of a notebook, and of nbgrader's `names`, what is told after `due`."""
    graded = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    for cell in graded:
        if cell.cell_type == "code" and not cell.metadata.nbgrader.get("solution"):
            _withhold_cell(cell, due)
    tables = [cell.metadata.nbgrader for cell in graded]
    names["score"] = sum(table.get("score") or 0.0 for table in tables)
    names["max_score"] = sum(table.get("points") or 0.0 for table in tables)
    names["late_penalty"] = 0
    names["withheld"] = due


def _withhold_cell(cell: NotebookNode, due: str) -> None:
    result = Result.of(cell.metadata)
    cell.outputs = []  # all findings stand among them, too, and the points, where nbgrader looked
    if result is None or (result.exercise is None and not result.reason):
        nothing = said("What was found is told after {due}.", due=due)
        Result().withholding(None, nothing).put(cell.metadata)
        cell.metadata.nbgrader.score = cell.metadata.nbgrader.points = 0.0
    elif result.exercise is not None:
        shown = early(result.exercise)
        count = len(result.exercise.findings) - len(shown.findings)
        if count:
            result.withholding(shown, _note(count, due)).put(cell.metadata)
            table = cell.metadata.nbgrader
            table.score = shown.points
            table.points = 0.0 if shown.kind else shown.max_points


def _note(count: int, due: str) -> str:
    return said_many(
        "{number} more check is asked; what is found is told after {due}.",
        "{number} more checks are asked; what is found is told after {due}.",
        count,
        due=due,
    )
