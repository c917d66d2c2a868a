"""`autograder variants`: who has which variant, and a folder for each student to hand out."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.config import Course, load_course
from autograder.course.variants import FOLDER, START
from autograder.course.whose import letter_of
from autograder.errors import CourseError
from autograder.export.roster import read_roster
from autograder.grading.released import release_path
from autograder.handout.variants import not_of_variants
from autograder.storage.atomic import keeping, write_atomically
from autograder.text.sanitize import plain
from autograder.text.spelling import one_spelling

# Columns in which rosters have the name that a student hands in under, the likeliest first. In
# Canvas's, "Student" is how somebody is called, and its second line holds the points.
COLUMNS = ("sis login id", "username", "student", "login", "sid", "email", "id", "id number")
POINTS = "points possible"
LONGEST = 60  # characters of a name


@dataclass(frozen=True)
class VariantsOptions:
    """What `autograder variants` is asked."""

    course: Path
    assignment: str
    students: Sequence[str] = ()
    roster: Path | None = None
    write: Path | None = None


def variants(options: VariantsOptions) -> int:
    """Print a line for each student, and write what each of them gets where that is asked."""
    course, name = load_course(options.course), options.assignment
    told = {one.name: one.told for one in course.assignment(name).variants}
    if not told:
        raise CourseError(
            f"{course.root / 'course.toml'}: no parameter of {name} is drawn, so all students get "
            f"the same. To draw one, write such as kernel_size = {{ one_of = [3, 5, 7] }}."
        )
    students = _students(course, options)
    letters = {student: letter_of(course, name, student) for student in students}
    places = {student: _folder(options.write, student) / name for student in students}
    if options.write:
        _require_ready(course, name, places.values())
    for student, letter in letters.items():
        print(f"{plain(student, LONGEST)}\t{letter}\t{told[letter]}")
        if options.write:
            _hand_out(course, name, letter, places[student])
    return 0


def _students(course: Course, options: VariantsOptions) -> list[str]:
    """Return whose variants are asked for: those named, of the roster, or who have handed in."""
    if options.students:
        return [one_spelling(student) for student in options.students]
    roster = options.roster or (
        course.root / course.export.roster if course.export.roster else None
    )
    if roster:
        rows = read_roster(roster, (), COLUMNS).rows
        found = [student for student in rows if student.casefold() != POINTS]
        if not found:
            raise CourseError(
                f"{roster}: no line names a student. It needs a line of column names, one of them "
                f"of {', '.join(COLUMNS)}, with the names that students hand in under."
            )
        return found
    there = sorted(course.root.glob(f"submitted/*/{options.assignment}"))
    if not there:
        raise CourseError(
            f"{course.root}: nobody has handed in {options.assignment} yet, and course.toml names "
            f"no [export] roster. Name students, or a CSV of them with --roster."
        )
    return [one_spelling(place.parent.name) for place in there]


def _folder(write: Path | None, student: str) -> Path:
    if student in (".", "..") or "/" in student or "\0" in student or not student:
        raise CourseError(f"{student!r} cannot be the name of a folder. Correct the roster.")
    return (write or Path()) / student


def _require_ready(course: Course, assignment: str, places: Iterable[Path]) -> None:
    """Raise CourseError where something is missing, or would be written over."""
    if why := not_of_variants(course, assignment):
        raise CourseError(why)
    for place in places:
        if place.exists():
            raise CourseError(
                f"{place} is there already, and may hold somebody's work. Name another folder with "
                f"--write, or move it away. Nothing was written."
            )


def _hand_out(course: Course, assignment: str, letter: str, place: Path) -> None:
    """Write what one student gets: their own notebooks, and all files that everybody gets."""
    release = course.root / "release" / assignment
    for path in sorted(release.rglob("*")):
        part = path.relative_to(release)
        if path.is_file() and part.parts[0] not in (FOLDER, f"{START}.ipynb"):
            with keeping(place):
                (place / part).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place / part)
    for name in course.assignment(assignment).files:
        source = release_path(course.root, assignment, name, letter)
        with keeping(place):
            write_atomically(place / source.name, source.read_bytes(), public=True)
