"""What it takes to begin: our commands over one import of what they cannot do without."""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.classes import ASSIGNMENT, SECRET, a_class, course_with_class
from benchmarks.measured import Used, used_by
from benchmarks.runs import Figures, Sizes, ours

EXERCISE = ("masks",)  # one exercise that trains nothing: its checks take a tenth of a second
TIMES, WORKERS = 5, 4


def start(folder: Path, sizes: Sizes) -> Figures:
    """The start of one worker and of more, and of commands that ask no model, in turn."""
    pupils = a_class(EXERCISE, WORKERS)
    course_with_class(folder, EXERCISE, pupils)
    ours(folder)  # from now on every verdict is known
    again = ("--regrade", "--no-gradebook")
    report = "report", ASSIGNMENT, "--write", str(folder / "reports")
    runs: dict[str, Callable[[], Used]] = {
        "torch": lambda: _python(folder, "-c", "import torch"),
        "nbformat": lambda: _python(folder, "-c", "import nbformat"),
        "one": lambda: ours(folder, *again, "--jobs", "1", "--student", pupils[0].name),
        "by_one": lambda: ours(folder, *again, "--jobs", "1"),
        "by_all": lambda: ours(folder, *again, "--jobs", str(WORKERS)),
        "known": lambda: ours(folder),
        "report": lambda: _python(folder, "-m", "autograder", "--course", str(folder), *report),
        "help": lambda: _python(folder, "-m", "autograder", "--help"),
    }
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(TIMES):
        for name, run in runs.items():
            found[name].append(run().cpu)
    cpu = {name: median(seconds) for name, seconds in found.items()}
    return {**cpu, "further": (cpu["by_all"] - cpu["by_one"]) / (WORKERS - 1)}


def _python(folder: Path, *words: str) -> Used:
    return used_by([sys.executable, *words], folder, SECRET)
