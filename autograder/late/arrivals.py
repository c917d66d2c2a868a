"""When everything was handed in, as nbgrader's gradebook has it, how late, and what that costs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from nbgrader.api import Assignment, Notebook, Student, SubmittedAssignment, SubmittedNotebook

from autograder.course.config import Course
from autograder.gradebook.redact import due_of
from autograder.late.rules import Lateness, Submitted, lateness_of_all


@dataclass(frozen=True)
class Arrival:
    """When a student handed in an assignment, and the extension that a person gave in nbgrader."""

    student: str
    assignment: str
    submitted: datetime | None
    extension: timedelta | None


def arrivals_in(gradebook: Any, student: str | None = None) -> list[Arrival]:
    """Read the arrivals of one student, or of all, in one query."""
    query = (
        gradebook.db.query(
            Student.id,
            Assignment.name,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
        )
        .join(SubmittedAssignment, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    )
    if student is not None:
        query = query.filter(Student.id == student)
    # nbgrader keeps times in UTC, and without saying so
    return [
        Arrival(who, name, at.replace(tzinfo=UTC) if at else None, longer)
        for who, name, at, longer in query
    ]


@dataclass(frozen=True)
class Penalty:
    """What nbgrader takes off for being late: `notebook` is the row it stands in."""

    student: str
    assignment: str
    notebook: str
    points: float


def penalties_in(gradebook: Any) -> list[Penalty]:
    """Read the penalties of all submitted notebooks in one query, by their names, 0 for none."""
    query = (
        gradebook.db.query(
            Student.id,
            Assignment.name,
            SubmittedNotebook.id,
            SubmittedNotebook.late_submission_penalty,
        )
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .order_by(Notebook.name)
    )
    return [Penalty(who, name, row, points or 0.0) for who, name, row, points in query]


def due_for(course: Course, assignment: str, student: str, longer: timedelta | None) -> datetime:
    """Return until when a student had time: the due date, or the later one of two extensions."""
    due, own = course.assignment(assignment).due, due_of(course, assignment, student)
    in_nbgrader = extended(due, longer or timedelta())
    return max(own, in_nbgrader, key=lambda when: when.astimezone(UTC))


def extended(due: datetime, longer: timedelta) -> datetime:
    """Return a due date so much later: by days of its zone's clock, then by hours of any clock."""
    days = timedelta(days=longer.days)
    return ((due + days).astimezone(UTC) + (longer - days)).astimezone(due.tzinfo)


def lateness_in(
    course: Course, arrivals: Iterable[Arrival]
) -> Mapping[str, Mapping[str, Lateness]]:
    """Return by student and assignment how late it is, with free days spent in order of due dates.

    The order is that of the due dates of all, and of course.toml for equal ones: an extension
    does not change it.
    """
    order = sorted(
        course.assignments, key=lambda name: course.assignments[name].due.astimezone(UTC)
    )
    rules = {name: course.late_rules(name) for name in order}
    by_student: dict[str, dict[str, Submitted]] = defaultdict(dict)
    for one in arrivals:
        if one.assignment in course.assignments:
            due = due_for(course, one.assignment, one.student, one.extension)
            by_student[one.student][one.assignment] = Submitted(
                one.assignment, due, one.submitted, rules[one.assignment]
            )
    return {
        student: lateness_of_all(
            (had[name] for name in order if name in had), course.late.budget_days
        )
        for student, had in by_student.items()
    }


def lateness_of(course: Course, gradebook: Any, student: str) -> Mapping[str, Lateness]:
    """Return how late each assignment of one student is, by the gradebook as it is now."""
    return lateness_in(course, arrivals_in(gradebook, student)).get(student, {})
