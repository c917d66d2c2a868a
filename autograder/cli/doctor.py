"""`autograder doctor`: what is here, what grading will use, what is missing and how to get it."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import psutil
import torch
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder import __version__
from autograder.course.config import Course, load_course
from autograder.course.loader import checks_for
from autograder.course.private import holdings
from autograder.errors import AutograderError, CourseError, SandboxGone
from autograder.gradebook.database import describe
from autograder.gradebook.exchange import Exchange
from autograder.grading.batch import job_count
from autograder.handout import build as release
from autograder.records.cell import CodeCell
from autograder.runs.run import run_of
from autograder.sandbox.base import open_sandbox
from autograder.sandbox.walls import settled_device

State = Literal["ok", "missing", "unused"]
SANDBOXES = ("bubblewrap", "docker")
_MARKS: dict[State, str] = {"ok": "[green]✓[/]", "missing": "[red]✗[/]", "unused": "–"}


@dataclass(frozen=True)
class Symptom:
    """One thing looked at; `missing` means that grading cannot do without it."""

    what: str
    state: State
    said: str


def examination(root: Path) -> Iterator[Symptom]:
    """Look at all that grading the course in `root` needs, one thing after another."""
    yield Symptom("machine", "ok", _machine())
    yield Symptom("autograder", "ok", f"{__version__}, torch {torch.__version__}")
    yield Symptom("CUDA", "ok" if torch.cuda.is_available() else "unused", _cuda())
    try:
        course = load_course(root)
    except AutograderError as error:
        yield Symptom("course", "missing", str(error))
        return
    yield Symptom("course", "ok", f"{course.root / 'course.toml'}: {', '.join(course.assignments)}")
    yield _tried("secret", _secret, course)
    for name in course.assignments:
        yield _tried(f"{name}: checks", _checks, course, name)
        yield _tried(f"{name}: release", _release, course, name)
    for name in SANDBOXES:
        needed = name == course.grading.sandbox
        yield _tried(f"sandbox {name}", _sandbox, course, name, needed=needed)
    yield _tried("gradebook", describe, course)
    yield _tried("exchange", _exchange, course, needed=False)
    yield _tried("cluster", _cluster, course, needed=False)
    yield _tried("grading", _grading, course)


def _tried(
    what: str, look: Callable[..., str], course: Course, *names: str, needed: bool = True
) -> Symptom:
    """Look; an error with a remedy says what is missing, or just not used."""
    try:
        return Symptom(what, "ok", look(course, *names))
    except AutograderError as error:
        said = str(error) if needed else f"not used by this course. {error}"
        return Symptom(what, "missing" if needed else "unused", said)


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    cores = len(os.sched_getaffinity(0))
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{system}, {cores} cores, {memory:.0f} GB"


def _cuda() -> str:
    if not torch.cuda.is_available():
        return "no device that torch could use: grading runs on the CPU, which is enough for it"
    return ", ".join(torch.cuda.get_device_name(n) for n in range(torch.cuda.device_count()))


def _secret(course: Course) -> str:
    count = len(course.secret_bytes())
    if count < 16:
        return f"set, but only {count} characters long: a longer one cannot be guessed"
    return "set"


def _checks(course: Course, name: str) -> str:
    """Count checks and points of each exercise; raises CourseError for one without checks."""
    exercises = course.assignment(name).exercises
    counts = {exercise: len(checks_for(course.checks(name), exercise)) for exercise in exercises}
    return ", ".join(f"{exercise} {count}" for exercise, count in counts.items())


def _release(course: Course, name: str) -> str:
    stale = release.build_check(course, name)
    if stale:
        raise CourseError(
            f"{len(stale)} released files are not what would be built now, {stale[0]} among them. "
            f"Run: autograder build {name}"
        )
    return "up to date"


def _sandbox(course: Course, name: str) -> str:
    """Start it and run a cell in it, as grading does; raises SandboxError with the remedy."""
    start = time.monotonic()
    settings = course.limits, course.root / "assignments", course.grading
    with open_sandbox(name, *settings, hidden=holdings(course)) as sandbox:
        warm = time.monotonic() - start
        sandbox.open([CodeCell("doctor", "doctor", "1 + 1")]).close()
        once = time.monotonic() - start - warm
    return f"starts in {warm:.1f} s, then {1000 * once:.0f} ms for each process"


def _exchange(course: Course) -> str:
    """Count what lies in nbgrader's exchange; raises StoreError when nothing was released there."""
    arrived = [f"{n} {len(Exchange(run_of(course), n).arrived())}" for n in course.assignments]
    return f"handed in there: {', '.join(arrived)}"


def _cluster(course: Course) -> str:
    """Say what `--cluster` would use; raises SandboxGone when it cannot be used from here."""
    if find_spec("distributed") is None:
        raise SandboxGone("--cluster needs Dask: pip install 'dgm-autograder[cluster]'")
    kind = course.cluster.kind
    if kind == "slurm" and shutil.which("sbatch") is None:
        raise SandboxGone("course.toml names Slurm, and there is no sbatch on this machine.")
    return f"--cluster would use {kind}, dask {version('distributed')}"


def _grading(course: Course) -> str:
    """Say what `autograder grade` uses when it is told nothing."""
    used = course.grading
    device = settled_device(used.device, used.sandbox)
    jobs = job_count(0, course, device)
    return (
        f"--sandbox {used.sandbox} --device {device} --jobs {jobs}, nbgrader {version('nbgrader')}"
    )


def doctor(root: Path) -> int:
    """Print what is found, one line each, as it is found; 0 when grading can go ahead."""
    console = Console()
    symptoms: list[Symptom] = []
    for symptom in examination(root):
        symptoms.append(symptom)
        row = Table(box=None, show_header=False, pad_edge=False)
        row.add_column(width=1)
        row.add_column(width=20)
        row.add_column(overflow="fold")
        row.add_row(_MARKS[symptom.state], escape(symptom.what), escape(symptom.said))
        console.print(row)
    missing = [symptom.what for symptom in symptoms if symptom.state == "missing"]
    words = f"Missing for grading: {', '.join(missing)}." if missing else "Ready to grade."
    console.print(f"\n{words}", markup=False)
    return 1 if missing else 0
