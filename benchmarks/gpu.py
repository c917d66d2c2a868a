"""The same grading on CPU and GPU: `python benchmarks/gpu.py [EXERCISE/NAME …]`.

Grades known submissions in containers on either device and prints points, the checks whose outcome
differs, and seconds. Needs `make image` and a daemon that offers a GPU; without one it says so.
"""

import os
import platform
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table

from autograder.course.config import load_course
from autograder.course.known import Known, answer_sheet
from autograder.errors import SandboxError
from autograder.grading.exam import Exam, load_exam
from autograder.grading.exercise import grade_exercise
from autograder.records.verdict import ExerciseVerdict
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.walls import settled_device
from autograder.submission.read import submission_of
from autograder.verify.case import REFERENCE, Case
from autograder.verify.run import cases

ASSIGNMENT = "pixelcnn"
CHOSEN = ("*/(reference)", "stack/wrong_*")


def graded(exam: Exam, known: Known, sandbox: Sandbox) -> tuple[ExerciseVerdict, float]:
    """Grade one known submission's exercise; returns the verdict and its seconds."""
    chosen = [] if known.name == REFERENCE else [known]
    notebook = answer_sheet(exam.course, ASSIGNMENT, exam.released, chosen)
    submission = submission_of(notebook, exam.released, "known", ASSIGNMENT)
    (exercise,) = [e for e in exam.exercises if e.name == known.exercise]
    start = time.monotonic()
    verdict, _ = grade_exercise(exam, submission, exercise, sandbox)
    return verdict, time.monotonic() - start


def differences(ours: ExerciseVerdict, theirs: ExerciseVerdict) -> list[str]:
    """Return the checks whose outcome is not the same."""
    pairs = zip(ours.findings, theirs.findings, strict=True)
    return [f"{a.check}: {a.outcome}, {b.outcome}" for a, b in pairs if a.outcome != b.outcome]


def compare(exam: Exam, wanted: Sequence[Case], devices: Sequence[str]) -> Table:
    """Grade every case on each device in turn; returns the table."""
    found: dict[str, list[tuple[ExerciseVerdict, float]]] = {}
    for device in devices:
        course = exam.course
        sandbox = open_sandbox("docker", course.limits, exam.data, course.grading, device)
        with sandbox as box:
            found[device] = [graded(exam, case.known, box) for case in wanted]
    table = Table("submission", *(f"{d}\npoints" for d in devices), *(f"{d}\ns" for d in devices))
    table.add_column("other outcomes")
    for number, case in enumerate(wanted):
        row = [found[device][number] for device in devices]
        points = [f"{verdict.points:g}" for verdict, _ in row]
        seconds = [f"{spent:.2f}" for _, spent in row]
        other = differences(row[0][0], row[-1][0])
        name = f"{case.known.exercise}/{case.known.name}"
        table.add_row(name, *points, *seconds, "; ".join(other) or "none")
    return table


def main() -> None:
    """Print the table."""
    os.environ.setdefault("AUTOGRADER_SECRET", "benchmark")
    torch.set_num_threads(1)
    root = Path(__file__).parent.parent
    course = load_course(root)
    # The limits are for a class, whose warm process shares a machine; here only the device counts.
    limits = course.limits.model_copy(update={"call_seconds": 120, "cpu_seconds": 600})
    exam = load_exam(course.model_copy(update={"limits": limits}), ASSIGNMENT)
    folder = root / "tests" / "submissions"
    chosen = [
        case
        for pattern in (sys.argv[1:] or CHOSEN)
        for case in cases(course, ASSIGNMENT, folder, only=pattern)
    ]
    console = Console()
    try:
        cuda = settled_device("auto", "docker") == "cuda"
        table = compare(exam, chosen, ["cpu", "cuda"] if cuda else ["cpu", "cpu"])
    except SandboxError as error:
        raise SystemExit(f"benchmarks/gpu.py: {error}") from error
    console.print(table)
    if not cuda:
        console.print("The Docker daemon offers no GPU: both columns are the CPU's.")
    console.print(f"torch {torch.__version__}, {platform.processor() or platform.machine()}")


if __name__ == "__main__":
    main()
