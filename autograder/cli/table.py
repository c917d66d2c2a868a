"""The table of a class: points per exercise, and what a person should look at first."""

import sys
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.cli.marks import by_person, cell, header, legend, total_text
from autograder.course.config import Course
from autograder.course.exercises import Exercises
from autograder.gradebook.marks import Marks
from autograder.records.verdict import Verdict

LONGEST_NAME, LONGEST_NOTE = 40, 400  # characters


def print_class(
    course: Course,
    assignment: str,
    verdicts: Sequence[Verdict],
    unrecorded: Mapping[str, str],
    marks: Mapping[str, Marks] | None = None,
) -> None:
    """Print the class as a table: points per exercise, and the first thing to look at.

    Args: `marks`, what the gradebook holds of students; None where it was not asked.
    """
    told = course.assignment(assignment)
    table = Table(box=box.SIMPLE_HEAD, title=f"{assignment}: {len(verdicts)} submissions")
    table.add_column("student", no_wrap=True)
    for name in told.tables:
        table.add_column(f"{name}\n{header(told, name)}", justify="right")
    table.add_column(f"total\n/{told.max_points:g}", justify="right")
    notes: list[str] = []
    shown: list[str] = []
    for verdict in verdicts:
        row = _row(told, verdict, None if marks is None else marks.get(verdict.student, Marks()))
        shown += row
        table.add_row(escape(printable(verdict.student[:LONGEST_NAME])), *row)
        note = unrecorded.get(verdict.student) or first_to_look_at(verdict)
        if note:
            notes.append(printable(f"{verdict.student[:LONGEST_NAME]}  {note[:LONGEST_NOTE]}"))
    console = Console(file=sys.stdout, highlight=False)  # it takes minutes over a long text
    console.print(table)
    for line in legend(shown):
        console.print(f"  {line}", soft_wrap=True)
    given = list(by_person(told, verdicts, marks or {}))
    if given:
        console.print("By a person")
    for student, what in given:
        console.print(f"  {escape(printable(f'{student[:LONGEST_NAME]}  {what}'))}", soft_wrap=True)
    if notes:
        console.print("What to look at first")
    for note in notes:
        console.print(f"  {escape(note)}", soft_wrap=True)


def first_to_look_at(verdict: Verdict) -> str:
    """Return the sentence that matters most of a verdict.

    Why it is not graded, else a question, else what kept answers from being there, else the first
    failure.
    """
    if verdict.status != "graded":
        return verdict.reason
    questions = [f.question for e in verdict.exercises for f in e.findings if f.question]
    if questions:
        return f"a question for you: {questions[0]}"
    for exercise in sorted(verdict.exercises, key=lambda one: one.stop is None):
        name = exercise.key.partition("/")[2]
        if exercise.stop:
            return f"{name}: {exercise.stop.message}"
        for finding in exercise.findings:
            if finding.outcome == "crashed":
                return f"{name}: {finding.message} ({finding.headline})"
            if finding.outcome not in ("passed", "skipped"):
                return f"{name}: {finding.title}"
    return ""


def printable(text: str) -> str:
    """Return text without control characters, which could move or colour a terminal's cursor."""
    return "".join(c if c.isprintable() else "�" for c in text)


def _row(assignment: Exercises, verdict: Verdict, marks: Marks | None) -> list[str]:
    """Return a student's points by exercise, and the total; a status where there is no total."""
    asked = marks is not None and verdict.status == "graded"
    had = (marks if marks and asked else Marks()).judged(verdict)
    cells = [
        cell(assignment, name, verdict, had if asked or name in assignment.exercises else None)
        for name in assignment.tables
    ]
    if verdict.status != "graded":
        return [*cells, verdict.status]
    person = any(had.part(name).by_person for name in assignment.tables)
    return [*cells, total_text(had.total(assignment), person)]
