"""The same verdicts on a busy machine: `python -m benchmarks.busy [--only GLOB] [--number N]`.

Grades known submissions, stacks and slow right ones among them, on the machine as it is, and then
beside endless loops, four for each core. Points, outcomes and messages have to be the same.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table

from autograder.course.config import load_course
from autograder.course.known import Known, answer_sheet, known_submissions
from autograder.grading.exam import Exam, load_exam
from autograder.grading.exercise import grade_exercise
from autograder.records.verdict import ExerciseVerdict
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.submission.read import submission_of

ROOT = Path(__file__).parent.parent
ASSIGNMENT = "pixelcnn"
LOOPS = 4  # for each core
# The slow ones first, then what loses points in as many ways as there are.
CHOSEN = (
    "stack/right_transformer_wide",
    "stack/right_fft",
    "stack/right_transformer_embedded",
    "stack/right_unfold",
    "stack/right_double_inside",
    "stack/right_made",
    "stack/right_lstm",
    "stack/wrong_gated_shift_two_rows",
    "stack/wrong_batch_mean",
    "stack/wrong_squashed_logits",
    "stack/wrong_detached_leak",
    "sampling/right_queue_per_image",
    "sampling/right_recursion",
    "sampling/wrong_too_many_calls",
    "vae/right_convolutions",
    "vae/right_compare_image_by_image",
    "vae/wrong_latent_collapsed",
    "likelihood/right_vmap",
    "likelihood/wrong_sign",
    "masks/wrong_centre_always_shown",
)


@dataclass(frozen=True)
class Run:
    """One submission graded once: what came of it, and how long that took by the wall."""

    verdict: ExerciseVerdict
    seconds: float

    @property
    def told(self) -> list[tuple[str, str, str | None, str]]:
        """Return all of the verdict that a student could compare."""
        return [(f.check, f.outcome, f.cause, f.message) for f in self.verdict.findings]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; returns 1 when a verdict was another one beside the loops, else 0."""
    options = _options(arguments)
    os.environ.setdefault("AUTOGRADER_SECRET", "benchmark")
    torch.set_num_threads(1)
    exam = load_exam(load_course(ROOT), ASSIGNMENT)
    known = chosen(options.only, options.number)
    loops = options.loops * len(os.sched_getaffinity(0))
    with open_sandbox("bubblewrap", exam.course.limits, exam.data) as sandbox:
        idle = [graded(exam, one, sandbox) for one in known]
        with busy(loops):
            beside = [graded(exam, one, sandbox) for one in known]
    differing = _print(known, idle, beside, loops)
    return 1 if differing else 0


def chosen(only: str, number: int) -> list[Known]:
    """Return the first `number` of CHOSEN that match the glob `only`."""
    found = known_submissions(ROOT / "tests" / "submissions", ASSIGNMENT)
    by_name = {f"{one.exercise}/{one.name}": one for one in found}
    return [by_name[name] for name in CHOSEN if fnmatch(name, only)][:number]


def graded(exam: Exam, known: Known, sandbox: Sandbox) -> Run:
    """Grade the exercise that a known submission is for."""
    notebook = answer_sheet(exam.course, ASSIGNMENT, exam.released, [known])
    submission = submission_of(notebook, exam.released, "known", ASSIGNMENT)
    exercise = next(one for one in exam.exercises if one.name == known.exercise)
    start = time.monotonic()
    verdict, _ = grade_exercise(exam, submission, exercise, sandbox)
    return Run(verdict, time.monotonic() - start)


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """Run so many endless loops beside the body.

    Each in a session of its own: the kernel may share cores among sessions first, and then all of
    one session weigh as much as a single sandbox.
    """
    command = [sys.executable, "-c", "while True: pass"]
    running = [subprocess.Popen(command, start_new_session=True) for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The same verdicts on a busy machine.")
    parser.add_argument("--only", metavar="GLOB", default="*", help="of <exercise>/<name>")
    parser.add_argument("--number", metavar="N", type=int, default=len(CHOSEN))
    parser.add_argument("--loops", metavar="N", type=int, default=LOOPS, help="for each core")
    return parser.parse_args(arguments)


def _print(known: list[Known], idle: list[Run], beside: list[Run], loops: int) -> int:
    table = Table(title=f"{len(known)} submissions, idle and beside {loops} busy loops")
    for heading in ("submission", "points", "beside", "s", "beside", "verdict"):
        table.add_column(heading)
    differing = 0
    for one, alone, crowded in zip(known, idle, beside, strict=True):
        points = alone.verdict.points, crowded.verdict.points
        same = points[0] == points[1] and alone.told == crowded.told
        differing += not same
        seconds = f"{alone.seconds:.1f}", f"{crowded.seconds:.1f}"
        verdict = "the same" if same else f"[red]{_difference(alone, crowded)}[/red]"
        table.add_row(f"{one.exercise}/{one.name}", *map(str, points), *seconds, verdict)
    Console().print(table)
    print(f"{differing} of {len(known)} verdicts differ." if differing else "All are the same.")
    return differing


def _difference(alone: Run, crowded: Run) -> str:
    pairs = zip(alone.told, crowded.told, strict=True)
    return "; ".join(f"{a[0]}: {a[1:]} / {b[1:]}" for a, b in pairs if a != b)[:300]


if __name__ == "__main__":
    sys.exit(main())
