"""A course cut down to what grading one assignment needs, with the same verdicts.

Other assignments, students' names (extensions, rosters) and all that a course says of gradebooks
and exchanges stay behind. What comes along holds solutions, hidden checks and the secret.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.course.config import Course, load_course
from autograder.course.file import read_tables
from autograder.course.solutions import solution_path
from autograder.errors import CourseError
from autograder.gradescope.tables import toml_of
from autograder.grading.outline import Outline, load_outline
from autograder.grading.released import release_path

# Of course.toml: who the course is, and what points rest on.
KEPT = ("course", "grading", "watch", "limits")
# Of an assignment: what is about handing out, handing in and other places.
LEFT = ("supplied", "solutions_from", "released", "late", "columns")
SECRET = ".secret"
_MADE = ("__pycache__", ".ipynb_checkpoints")


def cut(course: Course, assignment: str) -> tuple[Outline, dict[str, bytes]]:
    """Return what an assignment is graded by, and each file of the course that this needs.

    Raises CourseError where the release or the secret is missing, and where grading by these files
    would not be the same.
    """
    outline = load_outline(course, assignment)
    files = {"course.toml": toml_of(_tables(course, assignment)).encode()}
    files[SECRET] = course.secret_bytes()
    for path in sorted(_needed(course, outline)):
        files[path.relative_to(course.root).as_posix()] = path.read_bytes()
    found = _hash_of(files, assignment, course.secret_bytes().decode())
    if found != outline.sha256:
        raise CourseError(
            f"{course.root}: {assignment} cannot be cut out of the course, since it would be "
            f"graded otherwise then. This is a fault of autograder's: tell who maintains it."
        )
    return outline, files


def _tables(course: Course, assignment: str) -> dict[str, Any]:
    tables = read_tables(course.root / "course.toml")
    kept: dict[str, Any] = {name: tables[name] for name in KEPT if name in tables}
    own: Mapping[str, Any] = tables["assignments"][assignment]
    kept["assignments"] = {assignment: {k: v for k, v in own.items() if k not in LEFT}}
    kept["course"] = {k: v for k, v in kept["course"].items() if k != "db_url"}
    return kept


def _needed(course: Course, outline: Outline) -> Iterator[Path]:
    """Return the files of an assignment, and those of others that its verdicts rest on."""
    name = outline.assignment.name
    yield from (path for paths in outline.files.values() for path in paths)
    yield from (release_path(course.root, name, file) for file in outline.assignment.files)
    yield from (solution_path(course, name, one) for one in outline.assignment.exercises)
    for path in outline.data.rglob("*"):
        made = any(part in _MADE for part in path.relative_to(course.root).parts)
        if path.is_file() and not made:
            yield path
    if outline.dataset is not None:
        yield outline.dataset.path


def _hash_of(files: Mapping[str, bytes], assignment: str, secret: str) -> str:
    """Return the hash of the course that these files are."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return load_outline(load_course(Path(folder)).under(secret), assignment).sha256
