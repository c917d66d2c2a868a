"""CPU seconds per check for the reference solutions: `python benchmarks/checks.py [ASSIGNMENT]`.

User and system seconds of grader and sandbox together, means of some rounds in one run (the
kernel's clock ticks are too coarse for a single one); the total is a median over the rounds.
"""

import os
import platform
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean, median

import torch
from rich.console import Console
from rich.table import Table

from autograder.checking.check import Check, Context
from autograder.checking.run import examine
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.known import answer_sheet
from autograder.grading.exam import Exam, Exercise, load_exam
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.cpu import CpuReading
from autograder.submission.read import Submission, submission_of

ROUNDS = 5
Place = tuple[str, str]


def measure(exam: Exam, submission: Submission, sandbox: Sandbox) -> dict[Place, float]:
    """Ask every check once, each exercise in a fresh process; returns CPU seconds by place."""
    seconds: dict[Place, float] = {}
    for exercise in exam.exercises:
        start = CpuReading.now()
        transport = sandbox.open(submission.cells_before(exercise.grade_id))
        seconds[exercise.name, "(process and cells)"] = CpuReading.now().since(start)
        for check in exercise.checks:
            seconds[exercise.name, check.name] = asked(exam, exercise, check, Student(transport))
        transport.close()
    return seconds


def asked(exam: Exam, exercise: Exercise, check: Check, student: Student) -> float:
    """Ask one check; returns its CPU seconds."""
    ctx: Context = exam.context(exercise, check)
    start = CpuReading.now()
    found = examine(check, student, ctx)
    used = CpuReading.now().since(start)
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
    _print(f"{name} on {processor()}, torch {torch.__version__}", rounds)


def processor() -> str:
    """Return the processor's name as the kernel tells it."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8") if sys.platform == "linux" else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def _print(title: str, rounds: dict[Place, list[float]]) -> None:
    means = {place: fmean(values) for place, values in rounds.items()}
    table = Table(title=title)
    for column in ("exercise", "check", "CPU s"):
        table.add_column(column, justify="right" if column == "CPU s" else "left")
    for (exercise, check), seconds in means.items():
        if seconds >= 0.02:
            table.add_row(exercise, check, f"{seconds:.2f}")
    table.add_section()
    for exercise in dict.fromkeys(exercise for exercise, _ in means):
        own = [values for (name, _), values in rounds.items() if name == exercise]
        table.add_row(exercise, "(all)", f"{_whole(own):.2f}")
    table.add_row(
        "all", f"{len(means)} rows, those above 0.02 s shown", f"{_whole(rounds.values()):.2f}"
    )
    Console().print(table)


def _whole(places: Iterable[list[float]]) -> float:
    """Return the median over the rounds of the sum over the places."""
    rounds = [sum(one) for one in zip(*places, strict=True)]
    return float(median(rounds))


if __name__ == "__main__":
    main()
