"""Seconds per check for the reference solutions: `python benchmarks/checks.py [ASSIGNMENT]`.

Wall seconds of one core (grader and sandbox take turns), medians of some rounds in one run.
"""

import os
import platform
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import torch
from rich.console import Console
from rich.table import Table

from autograder.check import Check, World
from autograder.course import load_course
from autograder.exam import Exam, Exercise, load_exam
from autograder.examine import examine
from autograder.known import answer_sheet
from autograder.sandbox import Sandbox, open_sandbox
from autograder.student import Student
from autograder.submission import Submission, submission_of

ROUNDS = 5
Place = tuple[str, str]


def measure(exam: Exam, submission: Submission, sandbox: Sandbox) -> dict[Place, float]:
    """Ask every check once, each exercise in a fresh process; gives seconds by place."""
    seconds: dict[Place, float] = {}
    for exercise in exam.exercises:
        start = time.perf_counter()
        desk = sandbox.open(submission.cells_before(exercise.grade_id))
        seconds[exercise.name, "(process and cells)"] = time.perf_counter() - start
        for check in exercise.checks:
            seconds[exercise.name, check.name] = asked(exam, exercise, check, Student(desk))
        desk.close()
    return seconds


def asked(exam: Exam, exercise: Exercise, check: Check, student: Student) -> float:
    """Ask one check; gives its seconds."""
    world: World = exam.world(exercise, check)
    start = time.perf_counter()
    found = examine(check, student, world)
    used = time.perf_counter() - start
    if found.outcome != "passed":
        raise SystemExit(f"{exercise.key}: the reference does not pass {check.name}")
    return used


def main() -> None:
    """Print the table."""
    os.environ.setdefault("AUTOGRADER_SECRET", "benchmark")
    torch.set_num_threads(1)
    name = sys.argv[1] if len(sys.argv) > 1 else "pixelcnn"
    exam = load_exam(load_course(Path(__file__).parent.parent), name)
    sheet = answer_sheet(exam.course, name, exam.released)
    submission = submission_of(sheet, exam.released, "reference", name)
    rounds: dict[Place, list[float]] = defaultdict(list)
    with open_sandbox("bubblewrap", exam.course.limits, exam.data) as sandbox:
        for _ in range(ROUNDS):
            for place, seconds in measure(exam, submission, sandbox).items():
                rounds[place].append(seconds)
    medians = {place: median(values) for place, values in rounds.items()}
    table = Table(title=f"{name} on {platform.machine()}, torch {torch.__version__}")
    for column in ("exercise", "check", "seconds"):
        table.add_column(column, justify="right" if column == "seconds" else "left")
    for (exercise, check), seconds in medians.items():
        if seconds >= 0.02:
            table.add_row(exercise, check, f"{seconds:.2f}")
    table.add_section()
    table.add_row(
        "all", f"{len(medians)} rows, those above 0.02 s shown", f"{sum(medians.values()):.2f}"
    )
    Console().print(table)


if __name__ == "__main__":
    main()
