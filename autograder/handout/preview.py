"""`autograder preview`: an assignment's two notebooks as pages, before anything is released."""

from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.config import Course, load_course
from autograder.course.exercises import Kind
from autograder.course.loader import checks_for
from autograder.course.whose import each_variant
from autograder.errors import CourseError
from autograder.feedback.feedback_page import InstructorPage, StudentPage, page_of
from autograder.handout.build import drafts
from autograder.records.notebooks import parts_of
from autograder.records.plaincell import plain_cells
from autograder.storage.atomic import keeping, write_atomically


@dataclass(frozen=True)
class Question:
    """A check as an instructor reads of it; `points` are its share of the exercise's."""

    name: str
    title: str
    weight: float
    points: float
    visible: bool


@dataclass(frozen=True)
class Exercise:
    """An exercise with what is asked of it, of one that a person reads nothing.

    `kind` says how its points count, and `counted` what they add to the maximum.
    """

    name: str
    points: float
    checks: tuple[Question, ...]
    kind: Kind = ""
    counted: float = 0.0
    written: bool = False


def preview(root: Path, assignment: str, write: Path) -> int:
    """Write student.html and instructor.html into a folder, and say where they are.

    Of several notebooks each has its own, such as part1-student.html, and so has each variant, such
    as b-student.html. Raises TemplateError and
    CourseError as a build does, and CourseError where solutions would get into release/.
    """
    course = load_course(root)
    name = course.assignment(assignment).name
    _require_private(course, write)
    pages: dict[str, str] = {}
    for letter, own in each_variant(course, name):
        pages |= _pages(own, name, f"{letter}-" if letter else "")
    _make(write)
    for page, text in pages.items():
        _write(write / page, text)
    print("What is called instructor holds the solutions: it is not to be published.")
    return 0


def _pages(course: Course, name: str, variant: str) -> dict[str, str]:
    """Return the pages of one variant by their names, which begin with it."""
    told = course.assignment(name)
    exercises = [_exercise(course, name, one) for one in told.tables]
    source, released = (parts_of(draft, told.files) for draft in drafts(course, name))
    pages: dict[str, str] = {}
    for file in told.files:
        place = {"name": file, "path": str(course.handouts(name)[file].parent)}
        own = [one for one in exercises if one.name in _graded_in(source[file])]
        which = f"{variant}{file}-" if len(told.files) > 1 else variant
        pages[f"{which}student.html"] = page_of(StudentPage, released[file], metadata=place)
        pages[f"{which}instructor.html"] = page_of(
            InstructorPage, source[file], metadata=place, exercises=own
        )
    return pages


def _write(place: Path, page: str) -> None:
    with keeping(place):
        write_atomically(place, page.encode())
    print(place)


def _graded_in(notebook: NotebookNode) -> set[str]:
    """Return the exercises that a notebook grades."""
    cells = (cell for cell in plain_cells(notebook) if cell.grade)
    return {cell.grade_id.removesuffix("-grade") for cell in cells}


def _exercise(course: Course, assignment: str, exercise: str) -> Exercise:
    told = course.assignment(assignment)
    table = told.tables[exercise]
    points, kind, counted = table.worth, table.kind, told.points[exercise]
    if table.written:
        return Exercise(exercise, points, (), kind, counted, written=True)
    checks = checks_for(course.checks(assignment), exercise)
    whole = sum(check.weight for check in checks)
    if not whole:
        raise CourseError(
            f"The checks of {assignment}/{exercise} weigh nothing together, so its points cannot "
            f"be shared among them. Give one of them a weight above zero."
        )
    return Exercise(
        exercise,
        points,
        tuple(
            Question(c.name, c.title, c.weight, points * c.weight / whole, c.visible)
            for c in checks
        ),
        kind,
        counted,
    )


def _require_private(course: Course, write: Path) -> None:
    if write.resolve().is_relative_to(course.root / "release"):
        raise CourseError(
            f"{write}: what lies in release/ is handed out, and a preview holds the solutions. "
            f"Name another folder with --write."
        )


def _make(folder: Path) -> None:
    """Make a folder that git leaves out of a repository, if there is none yet."""
    if not folder.exists():
        with keeping(folder):
            folder.mkdir(parents=True)
            write_atomically(folder / ".gitignore", b"*\n")
