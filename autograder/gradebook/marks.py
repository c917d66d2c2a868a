"""What nbgrader's gradebook holds of submissions: points by the checks, and all by a person.

Every total is made of it in one way, whether a table, a report, a page or an export shows it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.course.exercises import Exercises
from autograder.gradebook.database import is_there
from autograder.gradebook.status import gradebook_of
from autograder.records.verdict import Verdict
from autograder.runs.run import Run

Key = tuple[str, str]  # student and assignment


@dataclass(frozen=True)
class Given:
    """Points of one exercise: by the checks, by a person in their place, and more by a person.

    None where there are none. `again` says that nbgrader wants a person to look, as it does where
    the submission was recorded again since; `comment` is a person's, on any cell of the exercise.
    """

    automatic: float | None = None
    manual: float | None = None
    extra: float | None = None
    again: bool = False
    comment: str = ""

    @property
    def points(self) -> float | None:
        """Return what counts, None as long as nobody has graded it.

        As nbgrader does: extra credit counts once there is a score.
        """
        score = self.automatic if self.manual is None else self.manual
        return None if score is None else score + (self.extra or 0.0)

    @property
    def by_person(self) -> bool:
        """Say whether a person gave some of the points."""
        return self.manual is not None or bool(self.extra)


NOTHING = Given()


@dataclass(frozen=True)
class Total:
    """A submission's points less its penalty, and the exercises that nobody has graded yet.

    As long as there are such, `points` are those of the others, and no grade.
    """

    points: float
    penalty: float = 0.0
    unread: tuple[str, ...] = ()

    @property
    def grade(self) -> float | None:
        """Return the points once they are whole."""
        return None if self.unread else self.points


@dataclass(frozen=True)
class Marks:
    """All that the gradebook holds of one submission, by exercise."""

    parts: Mapping[str, Given] = field(default_factory=dict)
    penalty: float = 0.0

    def part(self, exercise: str) -> Given:
        """Return what there is of an exercise."""
        return self.parts.get(exercise, NOTHING)

    def judged(self, verdict: Verdict) -> "Marks":
        """Return the same with the points by the checks as a verdict has them."""
        parts = dict(self.parts)
        for exercise in verdict.exercises:
            name = exercise.key.rpartition("/")[2]
            parts[name] = replace(self.part(name), automatic=exercise.points)
        return replace(self, parts=parts)

    def is_recorded(self, assignment: Exercises) -> bool:
        """Say whether any checked exercise has points, where there is one."""
        checked = [name for name in assignment.exercises if name not in assignment.dropped]
        return not checked or any(self.part(name).points is not None for name in checked)

    def total(self, assignment: Exercises) -> Total:
        """Add up what counts: nothing of a dropped exercise, whoever gave it."""
        counted = [name for name in assignment.tables if name not in assignment.dropped]
        points = {name: self.part(name).points for name in counted}
        needed = {*assignment.exercises, *assignment.awaited}
        unread = tuple(name for name in counted if name in needed and points[name] is None)
        whole = sum(one for one in points.values() if one is not None)
        return Total(round(max(0.0, whole - self.penalty), 2), self.penalty, unread)


def marks_of(run: Run, assignment: str) -> dict[str, Marks]:
    """Return the marks of an assignment by student, none where there is no gradebook yet.

    Raises StoreError when it cannot be read.
    """
    if not is_there(run.db_url):
        return {}
    with gradebook_of(run.db_url, run.course) as gradebook:
        return {student: one for (student, _), one in marks_in(gradebook, [assignment]).items()}


def marks_in(gradebook: Any, names: Iterable[str]) -> dict[Key, Marks]:
    """Read the marks of some assignments, by student and assignment, in three queries."""
    wanted = list(names)
    parts: dict[Key, dict[str, Given]] = defaultdict(dict)
    columns = Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade
    for student, name, cell, *points in _of_cells(gradebook, Grade, columns, wanted):
        parts[student, name][exercise_of(cell)] = Given(*points)
    for student, name, cell, comment in _of_cells(
        gradebook, Comment, (Comment.manual_comment,), wanted
    ):
        had, exercise = parts[student, name], exercise_of(cell)
        known = had.get(exercise, NOTHING)
        if comment:
            had[exercise] = replace(known, comment=f"{known.comment}\n{comment}".strip())
    penalties = _penalties(gradebook, wanted)
    return {key: Marks(found, penalties.get(key, 0.0)) for key, found in parts.items()}


def exercise_of(cell: str) -> str:
    """Return the exercise of a cell by its name: `masks` of `masks-grade`, `essay` of `essay`."""
    return cell.partition("-")[0]


def _of_cells(
    gradebook: Any, table: type[Grade] | type[Comment], columns: tuple[Any, ...], names: list[str]
) -> Any:
    return (
        gradebook.db.query(Student.id, Assignment.name, BaseCell.name, *columns)
        .select_from(table)
        .join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(BaseCell, table.cell_id == BaseCell.id)
        .filter(Assignment.name.in_(names))
        .order_by(BaseCell.name)
    )


def _penalties(gradebook: Any, names: list[str]) -> dict[Key, float]:
    query = (
        gradebook.db.query(Student.id, Assignment.name, SubmittedNotebook.late_submission_penalty)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .filter(Assignment.name.in_(names))
    )
    found: dict[Key, float] = defaultdict(float)
    for student, name, points in query:
        found[student, name] += points or 0.0
    return dict(found)
