"""A course of three assignments and a gradebook with submissions, for tests of policies."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course.config import Course, load_course
from autograder.handout.build import database_url
from autograder.handout.nbgrader_steps import put_alembic_on_path, quiet_nbgrader

COURSE = """
[course]
id = "toys"
title = "Toys"
term = "Spring 2027"
"""
NAMES = ("flows", "masks", "paint")  # two weeks apart, in this order


def due(name: str) -> datetime:
    """Return the due date of an assignment."""
    return datetime(2027, 3, 1, 12, tzinfo=UTC) + timedelta(weeks=2 * NAMES.index(name))


def write_course(root: Path, policy: str = "", **tables: str) -> Course:
    """Write course.toml with a policy, and more for some assignments; each has 10 points."""
    text = COURSE + policy
    for name in reversed(NAMES):  # the order is that of due dates, not of the file
        text += f'\n[assignments.{name}]\ntitle = "The {name}"\ndue = {due(name).isoformat()}\n'
        text += f"{tables.get(name, '')}\n[assignments.{name}.exercises]\none = 8\ntwo = 2\n"
    for name in NAMES:
        for place in (f"assignments/{name}/assignment.md.j2", *_solutions(name)):
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            (root / place).touch()
    (root / "course.toml").write_text(text, encoding="utf-8")
    return load_course(root)


def _solutions(name: str) -> tuple[str, ...]:
    return tuple(f"solutions/{name}/{exercise}.py" for exercise in ("one", "two"))


def make_gradebook(course: Course) -> None:
    """Make an empty gradebook that knows the assignments."""
    put_alembic_on_path()
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        for name in NAMES:
            gradebook.add_assignment(name, duedate=due(name).isoformat())
            gradebook.add_notebook(name, name)
            for cell, points in (("one-grade", 8.0), ("two-grade", 2.0)):
                gradebook.add_grade_cell(cell, name, name, max_score=points, cell_type="code")


def hand_in(
    course: Course,
    student: str,
    name: str,
    late: timedelta | None = None,
    scores: tuple[float, float] | None = (6.0, 2.0),
) -> None:
    """Enter a submission so late, None for no time, with scores, None for none recorded."""
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        gradebook.update_or_create_student(student)
        time = {} if late is None else {"timestamp": (due(name) + late).isoformat()}
        submission = gradebook.update_or_create_submission(name, student, **time)
        if scores is not None:
            for grade in submission.notebooks[0].grades:
                grade.auto_score = scores[grade.name == "two-grade"]
                grade.needs_manual_grade = False
        gradebook.db.commit()


def penalties(course: Course) -> dict[tuple[str, str], float | None]:
    """Return what the gradebook holds as penalty of each submission."""
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        return {
            (one.student.id, name): one.notebooks[0].late_submission_penalty
            for name in NAMES
            for one in gradebook.assignment_submissions(name)
        }
