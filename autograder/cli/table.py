"""The table of a class: points per exercise, and what a person should look at first."""

import sys
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.course.config import Course
from autograder.records.verdict import Verdict

LONGEST_NAME, LONGEST_NOTE = 40, 400  # characters


def print_class(
    course: Course, assignment: str, verdicts: Sequence[Verdict], unrecorded: Mapping[str, str]
) -> None:
    """Print the class as a table: points per exercise, and the first thing to look at."""
    exercises = course.assignment(assignment).points
    table = Table(box=box.SIMPLE_HEAD, title=f"{assignment}: {len(verdicts)} submissions")
    table.add_column("student", no_wrap=True)
    for name, points in exercises.items():
        table.add_column(f"{name}\n/{points:g}", justify="right")
    table.add_column(f"total\n/{course.assignment(assignment).max_points:g}", justify="right")
    notes: list[str] = []
    for verdict in verdicts:
        shares = [_points(verdict, f"{assignment}/{name}") for name in exercises]
        total = f"{verdict.points:g}" if verdict.status == "graded" else verdict.status
        table.add_row(escape(printable(verdict.student[:LONGEST_NAME])), *shares, total)
        note = unrecorded.get(verdict.student) or first_to_look_at(verdict)
        if note:
            notes.append(printable(f"{verdict.student[:LONGEST_NAME]}  {note[:LONGEST_NOTE]}"))
    console = Console(file=sys.stdout, highlight=False)  # it takes minutes over a long text
    console.print(table)
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


def _points(verdict: Verdict, key: str) -> str:
    for exercise in verdict.exercises:
        if exercise.key == key:
            return f"{exercise.points:g}"
    return "–"
