"""Grades of a course as nbgrader's gradebook has them, less penalties and dropped exercises."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.course.config import Course
from autograder.late.arrivals import arrivals_in, due_for, lateness_in, penalties_in
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

    `waits` says that a person has to give points first; `seconds_late` counts from the student's
    own due date.
    """

    points: float | None
    penalty: float = 0.0
    submitted: datetime | None = None
    seconds_late: int = 0
    lateness: Lateness = NOT_LATE
    waits: bool = False


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


@dataclass
class _Sum:
    points: float = 0.0
    cells: int = 0
    without: int = 0  # cells that have no points yet


def grades_in(course: Course, gradebook: Any, assignments: Iterable[str]) -> Grades:
    """Read the grades of some assignments; dropped exercises count for nobody."""
    names = list(assignments)
    sums = _sums(course, gradebook, set(names))
    penalties = _penalties(gradebook)
    arrivals = arrivals_in(gradebook)
    lateness = lateness_in(course, arrivals)
    marks: dict[tuple[str, str], Mark] = {}
    for one in arrivals:
        if one.assignment not in names:
            continue
        key = one.student, one.assignment
        due = due_for(course, one.assignment, one.student, one.extension)
        penalty = penalties.get(key, 0.0)
        found = sums.get(key, _Sum())
        graded = found.cells > 0 and not found.without
        marks[key] = Mark(
            points=round(max(0.0, found.points - penalty), 2) if graded else None,
            penalty=penalty,
            submitted=one.submitted and course.local(one.submitted),
            seconds_late=seconds_late(due, one.submitted),
            lateness=lateness[one.student][one.assignment],
            waits=0 < found.without < found.cells,
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


def _sums(course: Course, gradebook: Any, names: set[str]) -> dict[tuple[str, str], _Sum]:
    """Add up the points of each submission's cells, without those of dropped exercises."""
    rows = (
        gradebook.db.query(
            Student.id,
            Assignment.name,
            BaseCell.name,
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
        )
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name.in_(names))
    )
    sums: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    for student, name, cell, automatic, manual, extra in rows:
        if _exercise_of(cell) in course.assignments[name].dropped:
            continue
        one = sums[student, name]
        given = automatic if manual is None else manual
        one.cells += 1
        one.without += given is None
        one.points += (given or 0.0) + (extra or 0.0)
    return dict(sums)


def _exercise_of(cell: str) -> str:
    return cell.removesuffix("-grade")


def _penalties(gradebook: Any) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = defaultdict(float)
    for one in penalties_in(gradebook):
        found[one.student, one.assignment] += one.points
    return dict(found)
