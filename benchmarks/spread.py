"""What known submissions cost over their reference: `python -m benchmarks.spread [--write]`.

Reads the CPU seconds of the last `autograder verify --afresh --write docs`, one run of all, so that
a slow machine is slow for each. A class of all known submissions is more wrong than any real one;
what is wrong and nearly right is trained longest, so their mean is at least that of a class.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any

from rich.console import Console

from benchmarks.pages import with_block
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "performance.md"
TRAINS = 1.0  # CPU seconds of a reference, below which starting processes is what one sees
HEADINGS = ("exercise", "known", "reference, CPU s", "mean", "right, median", "right, dearest")
REFERENCE = "(reference)"


@dataclass(frozen=True)
class Spread:
    """One exercise: the reference's CPU seconds, and those of others as ratios to it."""

    exercise: str
    known: int
    reference: float
    mean: float
    right: float
    dearest_right: float
    dearest: float
    name: str

    @classmethod
    def of(cls, exercise: str, outcomes: Iterable[Mapping[str, Any]]) -> "Spread":
        """Read outcomes of `verify`, the reference's among them."""
        told = {one["name"]: one for one in outcomes}
        own = told[REFERENCE]["cpu_seconds"]
        ratios = {name: one["cpu_seconds"] / own for name, one in told.items()}
        right = [ratios[name] for name, one in told.items() if one["right"]]
        name = max(ratios, key=lambda one: ratios[one])
        mean = fmean(ratios.values())
        return cls(exercise, len(told), own, mean, median(right), max(right), ratios[name], name)

    @property
    def cells(self) -> list[str]:
        """Return the row's cells."""
        times = (self.mean, self.right, self.dearest_right, self.dearest)
        told = [f"{one:.2f} times" for one in times]
        return [
            f"`{self.exercise}`",
            str(self.known),
            f"{self.reference:.1f}",
            *told[:-1],
            f"{told[-1]}, `{self.name}`",
        ]


def read(folder: Path) -> list[Spread]:
    """Return all exercises whose reference is trained, by assignment and name."""
    found = []
    for path in sorted(folder.glob("kill-matrix-*.json")):
        outcomes = json.loads(path.read_text(encoding="utf-8"))["outcomes"]
        for exercise in dict.fromkeys(one["exercise"] for one in outcomes):
            own = [one for one in outcomes if one["exercise"] == exercise]
            found.append(Spread.of(exercise, own))
    return [one for one in found if one.reference >= TRAINS]


def table(rows: Iterable[Spread]) -> str:
    """Return the rows as Markdown."""
    lines = [(*HEADINGS, "dearest"), ("---",) * 7, *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(words: list[str]) -> None:
    """Print the table, and write it down if asked to."""
    told = table(read(ROOT / "docs"))
    Console().print(told, markup=False)
    if "--write" in words:
        PAGE.write_text(with_block(PAGE.read_text(encoding="utf-8"), "spread", told), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
