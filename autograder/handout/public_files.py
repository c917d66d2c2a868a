"""What comes beside the released notebooks: data, figures, the checks that students may have."""

import shutil
from collections.abc import Collection
from pathlib import Path

import nbformat

from autograder.course.config import Course
from autograder.course.public import CHECKS, public_files, released_as
from autograder.errors import CourseError
from autograder.handout.visible import visible_checks


def copy_public_files(course: Course, assignment: str, target: Path) -> None:
    """Copy data, figures and visible checks; scripts and templates are the instructors' own."""
    checks = course.checks(assignment)
    taken = {CHECKS, *(f"{name}.ipynb" for name in course.assignment(assignment).files)}
    for path in public_files(checks.parent):
        place = target / released_as(path, checks.parent)
        _require_free(path, place, target, taken)
        if path.suffix == ".ipynb":
            _require_ungraded(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    for name, content in visible_checks(checks, course.assignment(assignment).exercises).items():
        place = target / checks.name / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _require_free(path: Path, place: Path, target: Path, taken: Collection[str]) -> None:
    """Raise CourseError where a public file would lie at another one's place in the release."""
    first = place.relative_to(target).parts[0]
    if place.exists() or first in taken:
        raise CourseError(
            f"{path}: in the release it would lie at {place.relative_to(target)}, which is the "
            f"place of another file. Rename it."
        )


def _require_ungraded(path: Path) -> None:
    """Raise CourseError for a notebook of the course's own that nbgrader would take for graded."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except (OSError, ValueError, nbformat.ValidationError, AttributeError) as error:
        raise CourseError(f"{path}: this is not a notebook: {error}. Save it again.") from error
    if any("nbgrader" in cell.metadata for cell in cells):
        raise CourseError(
            f"{path}: it has cells of nbgrader. What is graded stands in the handout; a notebook "
            f"beside it is for reading and trying. Write the exercise into a handout (.md.j2; an "
            f"assignment may have several, by notebooks = […] in course.toml), or remove the "
            f"metadata `nbgrader` of these cells."
        )
