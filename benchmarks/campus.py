"""What a course of 10,000 students needs, from measured figures: `python benchmarks/campus.py`.

CPU seconds are measured, by benchmarks/class.py. Whatever concerns a GPU, and all prices, are
assumptions: change them in `Assumed`.
"""

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FIGURES = Path(__file__).parent.parent / "docs" / "performance.json"


@dataclass(frozen=True)
class Assumed:
    """A course, its machines and their prices. Nothing of this is measured."""

    students: int = 10_000
    assignments: int = 5
    hours: float = 12.0  # from the deadline until all are graded
    cores: int = 32  # of one node
    gpu_seconds: float = 60.0  # of training, for one submission's checks on a GPU
    gpu_share: float = 0.7  # of a GPU's time that trains; the rest starts processes and waits
    core_hour: float = 0.04  # a price, in your currency
    gpu_hour: float = 2.0  # another


@dataclass(frozen=True)
class Need:
    """What one assignment of the course needs."""

    core_hours: float
    nodes: int
    recording_hours: float
    gpu_hours: float
    gpus: int
    cost_of_one: float


def need(assumed: Assumed, cpu_seconds: float, recording: float, scaling: float) -> Need:
    """Work out what all students' submissions of one assignment need.

    Args: `cpu_seconds` of one submission, of which `recording` is nbgrader's, by one process at a
    time; `scaling`, the share of a further worker's time that counts (1 for a speed-up of 2 by 2).
    """
    core_hours = assumed.students * cpu_seconds / scaling / 3600
    gpu_hours = assumed.students * assumed.gpu_seconds / assumed.gpu_share / 3600
    price = core_hours * assumed.core_hour + gpu_hours * assumed.gpu_hour
    return Need(
        core_hours,
        math.ceil(core_hours / assumed.hours / assumed.cores),
        assumed.students * recording / 3600,
        gpu_hours,
        math.ceil(gpu_hours / assumed.hours),
        price / assumed.students,
    )


def campus(
    overhead: Mapping[str, float], workers: Mapping[str, float], assumed: Assumed | None = None
) -> str:
    """Return the table in Markdown, from the figures of these parts of the benchmark."""
    course = assumed or Assumed()
    scaling = min(1.0, workers["one_wall"] / workers["two_wall"] / 2) if workers else 1.0
    found = need(course, overhead["ours_each"], overhead["recording_each"], scaling)
    rows = [
        ("submissions of one assignment", f"{course.students:,}", "assumed"),
        ("graded within", f"{course.hours:g} h", "assumed"),
        ("CPU seconds of one", f"{overhead['ours_each']:.2f}", "measured"),
        ("share of each core that counts", f"{scaling:.2f}", "measured, 2 workers"),
        ("core hours", f"{found.core_hours:.0f}", "computed"),
        (f"nodes of {course.cores} cores", f"{found.nodes}", "computed"),
        ("hours of recording, one process", f"{found.recording_hours:.1f}", "measured, times n"),
        ("GPU seconds of one", f"{course.gpu_seconds:g}", "**assumed**"),
        ("share of a GPU's time that trains", f"{course.gpu_share:g}", "**assumed**"),
        ("GPU hours", f"{found.gpu_hours:.0f}", "computed"),
        ("GPUs", f"{found.gpus}", "computed"),
        ("core hour, GPU hour", f"{course.core_hour:g}, {course.gpu_hour:g}", "**assumed**"),
        ("cost of one submission", f"{found.cost_of_one:.4f}", "computed"),
        (
            f"cost of the course, {course.assignments} assignments",
            f"{course.assignments * course.students * found.cost_of_one:,.0f}",
            "computed",
        ),
    ]
    lines = [f"| {what} | {value} | {source} |" for what, value, source in rows]
    return "\n".join(["| | | |", "|---|---:|---|", *lines])


def main() -> None:
    """Print the table from the figures written last."""
    if not FIGURES.is_file():
        sys.exit(f"{FIGURES}: nothing was measured yet. Run: python benchmarks/class.py --write")
    parts = json.loads(FIGURES.read_text(encoding="utf-8"))["parts"]
    print(campus(parts["overhead"], parts.get("workers", {})))


if __name__ == "__main__":
    main()
