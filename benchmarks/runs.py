"""Our command and the bare checks, run on the class of a course and measured."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.classes import ASSIGNMENT, SECRET
from benchmarks.fairness import Unfair
from benchmarks.measured import Used, used_by

Figures = dict[str, float]

BARE = Path(__file__).parent / "bare.py"


@dataclass(frozen=True)
class Sizes:
    """How many students each part has."""

    untrained: int = 60  # graded by ours; the rivals, which take their time, grade the first few
    few: int = 12
    whole: int = 4
    trained: int = 12
    many: int = 1000


def ours(folder: Path, *words: str, environment: Mapping[str, str] | None = None) -> Used:
    """Run our whole command on the class of a course."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "autograder",
        "--course",
        folder,
        "grade",
        ASSIGNMENT,
        "--quiet",
        *words,
    ]
    return used_by(command, folder, {**SECRET, **(environment or {})})


def bare(folder: Path, *students: str) -> Used:
    """Run the bare checks on a course's class: for each glob of students a process, two at once."""
    globs = " ".join(f"'{glob}'" for glob in students or ("*",))
    words = f"printf '%s\\0' {globs} | xargs -0 -n 1 -P 2 '{sys.executable}' '{BARE}' '{folder}'"
    return used_by(["sh", "-c", words], folder, SECRET)


def points_of(folder: Path) -> dict[str, float]:
    """Return the points of each student as our last run has written them."""
    text = (folder / "verdicts" / f"{ASSIGNMENT}.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    ungraded = [line["student"] for line in lines if line["status"] != "graded"]
    if ungraded:
        raise Unfair(f"Not graded: {', '.join(ungraded)}.")
    return {line["student"]: line["points"] for line in lines}


def each(whole: Used, one: Used, students: int) -> float:
    """Return the CPU seconds of one more submission, start-up set aside."""
    return (whole.cpu - one.cpu) / (students - 1)
