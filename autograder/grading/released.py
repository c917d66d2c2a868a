"""The released notebooks of an assignment, which submissions are rebuilt on."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.course.draw import DRAW
from autograder.course.variants import FOLDER
from autograder.errors import CourseError
from autograder.records.notebooks import joined


def released_notebook(course: Course, assignment: str) -> NotebookNode:
    """Read all released notebooks of an assignment as one; raises CourseError as `read_release`.

    Of the variant that the course is, where there are several.
    """
    told = course.assignment(assignment)
    return joined({n: read_release(course.root, assignment, n, told.variant) for n in told.files})


def read_release(root: Path, assignment: str, notebook: str, variant: str = "") -> NotebookNode:
    """Read a released notebook; raises CourseError when there is none."""
    path = release_path(root, assignment, notebook, variant)
    if not path.is_file():
        raise CourseError(f"{path}: there is no such release. Run `autograder build {assignment}`.")
    released: NotebookNode = nbformat.read(path, as_version=4)
    return released


def release_path(root: Path, assignment: str, notebook: str, variant: str = "") -> Path:
    """Return the place of a released notebook, of one variant where there are several."""
    folder = root / "release" / assignment
    return (folder / FOLDER / variant if variant else folder) / f"{notebook}.ipynb"


def release_files(course: Course, assignment: str) -> set[Path]:
    """Return the files of a release that verdicts rest on."""
    told = course.assignment(assignment)
    letters = [one.name for one in told.variants]
    draw = {course.root / "release" / assignment / FOLDER / DRAW} if letters else set()
    return draw | {
        release_path(course.root, assignment, name, letter)
        for name in told.files
        for letter in letters or [""]
    }
