"""A student's notebook with the reference solutions in it, to be handed out at the end."""

from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.course.known import answer_sheet
from autograder.handout.build import drafts


def solved_notebook(course: Course, assignment: str) -> NotebookNode:
    """Return what would be released now, each stub replaced by its solution, markers left out.

    It is no submission: nothing in it is named as nbgrader would need it. Raises TemplateError when
    the handout or a solution is wrong.
    """
    _, released = drafts(course, assignment)
    sheet = answer_sheet(course, assignment, released)
    for cell in sheet.cells:
        cell.metadata.pop("nbgrader", None)
    return sheet
