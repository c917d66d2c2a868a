"""Which variant of an assignment a student has, and the course as it is for them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.course.config import Course
from autograder.course.draw import mark_of, variant_of
from autograder.course.variants import key_from, key_in


def release_of(course: Course, assignment: str) -> Path:
    """Return the folder of what students get of an assignment."""
    return course.root / "release" / assignment


def key_of(course: Course, assignment: str) -> str:
    """Return the key by which variants are drawn; raises CourseError where there is no secret.

    The one that was handed out counts, also when the course has another secret since.
    """
    handed_out = key_in(release_of(course, assignment))
    return handed_out or key_from(course.secret_bytes(), assignment)


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
