"""A student's notebooks with the reference solutions in them, to be handed out at the end."""

from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.course.known import answer_sheet
from autograder.handout.build import drafts
from autograder.records.notebooks import parts_of


def solved_notebooks(course: Course, assignment: str) -> dict[str, NotebookNode]:
    """Return what would be released now, each stub replaced by its solution, markers left out.

    By their names. They are no submission: nothing in them is named as nbgrader would need it.
    Raises TemplateError when the handout or a solution is wrong.
    """
    _, released = drafts(course, assignment)
    sheet = answer_sheet(course, assignment, released)
    for cell in sheet.cells:
        cell.metadata.pop("nbgrader", None)
    return parts_of(sheet, course.assignment(assignment).files)
