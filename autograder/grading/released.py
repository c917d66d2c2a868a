"""The released notebooks of an assignment, which submissions are rebuilt on."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.errors import CourseError
from autograder.records.notebooks import joined


def released_notebook(course: Course, assignment: str) -> NotebookNode:
    """Read all released notebooks of an assignment as one; raises CourseError as `read_release`."""
    names = course.assignment(assignment).files
    return joined({name: read_release(course.root, assignment, name) for name in names})


def read_release(root: Path, assignment: str, notebook: str) -> NotebookNode:
    """Read a released notebook; raises CourseError when there is none."""
    path = release_path(root, assignment, notebook)
    if not path.is_file():
        raise CourseError(f"{path}: there is no such release. Run `autograder build {assignment}`.")
    released: NotebookNode = nbformat.read(path, as_version=4)
    return released


def release_path(root: Path, assignment: str, notebook: str) -> Path:
    """Return the place of a released notebook."""
    return root / "release" / assignment / f"{notebook}.ipynb"
