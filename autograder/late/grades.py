"""Grades of a course as nbgrader's gradebook has them, less penalties and dropped exercises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nbgrader.api import Student

from autograder.course.config import Course
from autograder.gradebook.marks import Marks, marks_in
from autograder.late.arrivals import arrivals_in, due_for, lateness_in
from autograder.late.rules import NOT_LATE, Lateness, seconds_late


@dataclass(frozen=True)
class Person:
    """A student as the gradebook knows one; "" for what it does not know."""

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


@dataclass(frozen=True)
class Mark:
    """A student's grade in one assignment; `points` are None as long as there is no grade.

    `unread` are the exercises that a person has to grade first; `seconds_late` counts from the
    student's own due date.
    """

    points: float | None
    penalty: float = 0.0
    submitted: datetime | None = None
    seconds_late: int = 0
    lateness: Lateness = NOT_LATE
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One assignment: its name, title, points, and what of it was dropped."""

    name: str
    title: str
    max_points: float
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grades:
    """All that is exported: assignments, all students, and marks of those who handed in."""

    items: tuple[Item, ...]
    people: Mapping[str, Person]
    marks: Mapping[tuple[str, str], Mark] = field(default_factory=dict)

    def mark(self, student: str, assignment: str) -> Mark | None:
        """Return a student's mark, None for who has handed in nothing."""
        return self.marks.get((student, assignment))


def grades_in(course: Course, gradebook: Any, assignments: Iterable[str]) -> Grades:
    """Read the grades of some assignments; dropped exercises count for nobody."""
    names = list(assignments)
    found = marks_in(gradebook, names)
    arrivals = arrivals_in(gradebook)
    lateness = lateness_in(course, arrivals)
    marks: dict[tuple[str, str], Mark] = {}
    for one in arrivals:
        if one.assignment not in names:
            continue
        key = one.student, one.assignment
        due = due_for(course, one.assignment, one.student, one.extension)
        assignment, had = course.assignments[one.assignment], found.get(key, Marks())
        total, recorded = had.total(assignment), had.is_recorded(assignment)
        marks[key] = Mark(
            points=total.grade if recorded else None,
            penalty=total.penalty,
            submitted=one.submitted and course.local(one.submitted),
            seconds_late=seconds_late(due, one.submitted),
            lateness=lateness[one.student][one.assignment],
            unread=total.unread if recorded else (),
        )
    return Grades(tuple(_item(course, name) for name in names), _people(gradebook), marks)


def _item(course: Course, name: str) -> Item:
    assignment = course.assignments[name]
    return Item(name, assignment.title, assignment.max_points, tuple(assignment.dropped))


def _people(gradebook: Any) -> dict[str, Person]:
    query = gradebook.db.query(
        Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id
    )
    return {row[0]: Person(*(value or "" for value in row)) for row in query.order_by(Student.id)}
