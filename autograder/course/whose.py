"""Which variant of an assignment a student has, and the course as it is for them.

`draws/<assignment>.json` of a course says by what it was drawn, from the first build on: whatever
becomes of the release and of the course's secret, everybody keeps the variant that they got.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course.config import Course
from autograder.course.draw import mark_of, variant_of
from autograder.errors import CourseError

DRAWS = "draws"


@dataclass(frozen=True)
class Draw:
    """By which key variants were drawn, and what each of them was then, by its letter."""

    key: str
    variants: Mapping[str, str]


def draw_path(course: Course, assignment: str) -> Path:
    """Return the file that says by what an assignment was drawn."""
    return course.root / DRAWS / f"{assignment}.json"


def draw_of(course: Course, assignment: str) -> Draw | None:
    """Return by what was drawn, None before the first build; raises CourseError."""
    path = draw_path(course, assignment)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        key, variants = told["key"], told["variants"]
        if not (isinstance(key, str) and key and isinstance(variants, dict)):
            raise TypeError("no key, or no variants")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path}: it cannot be read ({type(error).__name__}: {error}). It says which variant "
            f"is whose: restore it. Remove it only if no notebook was handed out yet."
        ) from error
    return Draw(key, {str(letter): str(one) for letter, one in variants.items()})


def require_as_drawn(course: Course, assignment: str, drawn: Draw) -> None:
    """Raise CourseError where a variant was another when it was drawn than by course.toml now."""
    now = {one.name: one.told for one in course.assignment(assignment).variants}
    if drawn.variants == now:
        return
    changed = [n for n in {**drawn.variants, **now} if drawn.variants.get(n) != now.get(n)]
    was, will = (each.get(changed[0], "none") for each in (drawn.variants, now))
    raise CourseError(
        f"{draw_path(course, assignment)}: when it was drawn, variant {changed[0]} was {was}, "
        f"and by course.toml it is {will}: students would be graded by another than they got. "
        f"Put the values back as they were, or, if nothing was handed out yet, remove that "
        f"file and build again."
    )


def key_of(course: Course, assignment: str) -> str:
    """Return the key by which variants were drawn.

    Raises CourseError where none were, and where they were drawn among others than there are now.
    """
    found = draw_of(course, assignment)
    if found is None:
        raise CourseError(
            f"{draw_path(course, assignment)}: there is no such file, so nobody knows which "
            f"variant is whose. Restore it, or run `autograder build {assignment}` if nothing was "
            f"handed out yet."
        )
    require_as_drawn(course, assignment, found)
    return found.key


def given_in(course: Course, assignment: str, key: str) -> Mapping[str, str]:
    """Return by their marks the students who have another variant than is drawn."""
    letters = course.assignment(assignment).letters
    return {mark_of(key, student): letter for student, letter in letters.items()}


def letter_of(course: Course, assignment: str, student: str) -> str:
    """Return a student's variant, "" where all get the same; raises CourseError as `key_of`."""
    variants = course.assignment(assignment).variants
    if not variants:
        return ""
    key = key_of(course, assignment)
    names = [one.name for one in variants]
    return variant_of(key, student, names, given_in(course, assignment, key))


def course_for(course: Course, assignment: str, student: str) -> Course:
    """Return the course with the parameters that an assignment has for a student."""
    letter = letter_of(course, assignment, student)
    return course.as_variant(assignment, letter) if letter else course


def each_variant(course: Course, assignment: str) -> Iterator[tuple[str, Course]]:
    """Yield every variant's letter with its course; one of "" where all get the same."""
    for one in course.assignment(assignment).variants:
        yield one.name, course.as_variant(assignment, one.name)
    if not course.assignment(assignment).variants:
        yield "", course
