"""The same known submissions at each size of images: `python -m benchmarks.sizes [--write]`.

With `--whole`, all known submissions of all exercises at 28 × 28 and in colour, in some hours.

Runs `autograder verify` on some submissions of pixelcnn's stack, whose verdict is known, in courses
of 8 × 8 digits, 28 × 28 clothes and 32 × 32 images of 256 values in three colours. Prints verdicts,
CPU seconds and memory; `--write` puts the table into docs/performance.md.
"""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.progress import track

from autograder.course.config import load_course
from benchmarks.classes import SECRET
from benchmarks.machine import machine
from benchmarks.measured import CommandFailed, Used, used_by
from benchmarks.pages import with_block
from tests.conftest import ROOT
from tests.support.sizes import COLOUR, FASHION, known_at, sized

STACK = ROOT / "tests" / "submissions" / "pixelcnn" / "stack"
CHOSEN = (
    "right_plain_relu",
    "right_unfold",
    "right_vertical_type_a",
    "wrong_batch_norm",
    "wrong_causal_when_small",
    "wrong_first_layer_b",
    "wrong_gated_not_shifted",
    "wrong_head_only_learns",
    "wrong_mask_at_init_only",
)
SIZES = {
    "8 × 8, 2 values": "",
    "28 × 28, 2 values": FASHION,
    "3 × 32 × 32, 256 values": COLOUR,
}
PIXELCNN = re.compile(r"\[assignments\.pixelcnn[].]")
PAGE = ROOT / "docs" / "performance.md"


@dataclass(frozen=True)
class Row:
    """What grading some known submissions took at one size."""

    size: str
    sound: int
    asked: int
    reference: float  # CPU seconds
    right: float  # median CPU seconds of what is right, the reference among it
    most: float
    megabytes: float  # resident, all processes together, at most

    def cells(self, first: "Row") -> list[str]:
        """Return the row's cells; ratios are to the first size."""
        return [
            self.size,
            f"{self.sound} of {self.asked}",
            f"{self.reference:.1f} ({self.reference / first.reference:.1f} times)",
            f"{self.right:.1f} ({self.right / first.right:.1f} times)",
            f"{self.most:.1f}",
            f"{self.megabytes:.0f} MB",
        ]


HEADINGS = ("images", "verdicts right", "reference, CPU s", "right, median", "dearest", "memory")


def laid_out(folder: Path, name: str) -> Path:
    """Lay out a course of pixelcnn, ours or one of tests/courses/; returns its folder."""
    root = folder / (name or "digits")
    root.mkdir()
    if name:
        sized(root, name)
        return root
    for part in ("assignments/pixelcnn", "solutions/pixelcnn"):
        shutil.copytree(ROOT / part, root / part)
    text = (ROOT / "course.toml").read_text(encoding="utf-8")
    tables = re.split(r"(?m)^(?=\[assignments\.)", text)
    ours = [one for one in tables if not one.startswith("[assignments.") or PIXELCNN.match(one)]
    (root / "course.toml").write_text("".join(ours), encoding="utf-8")
    return root


def measured(folder: Path, size: str, name: str, *, whole: bool) -> Row:
    """Verify known submissions at one size; raises CommandFailed when a command cannot run."""
    root = laid_out(folder, name)
    submissions = known_at(load_course(root), root / "known") if whole else _chosen(root / "known")
    us: list[str | Path] = [sys.executable, "-m", "autograder", "--course", root]
    used_by([*us, "build", "pixelcnn"], root, SECRET)
    only = "*" if whole else "stack/*"
    words = ["verify", "pixelcnn", "--only", only, "--afresh", "--jobs", "2" if whole else "1"]
    used = _used([*us, *words, "--submissions", submissions, "--write", root / "found"], root)
    (told,) = (root / "found").glob("*.json")
    outcomes = json.loads(told.read_text(encoding="utf-8"))["outcomes"]
    _name_unsound(outcomes)
    seconds = {one["name"]: one["cpu_seconds"] for one in outcomes if one["exercise"] == "stack"}
    right = [one["cpu_seconds"] for one in outcomes if one["right"] and one["name"] in seconds]
    return Row(
        size,
        sum(one["sound"] for one in outcomes),
        len(outcomes),
        seconds["(reference)"],
        median(right),
        max(seconds.values()),
        max((sum(each.values()) for _, each in used.memory), default=0.0),
    )


def _chosen(folder: Path) -> Path:
    """Copy the submissions that are asked by default."""
    place = folder / "pixelcnn" / "stack"
    place.mkdir(parents=True)
    for name in CHOSEN:
        shutil.copy(STACK / f"{name}.py", place)
    return folder


def _name_unsound(outcomes: Sequence[Mapping[str, Any]]) -> None:
    for one in outcomes:
        if not one["sound"]:
            Console(stderr=True).print(f"{one['exercise']}/{one['name']}: {one['status']}")


def _used(command: Sequence[str | Path], root: Path) -> Used:
    """Run `verify`, which fails where a verdict is not as known: that is a figure here."""
    judged = ["sh", "-c", '"$@"; test $? -le 1', "sh", *command]
    return used_by(judged, root, SECRET)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as Markdown."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(row.cells(rows[0]) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(words: Sequence[str]) -> None:
    """Measure all sizes, print them, and write them down if asked to."""
    whole = "--whole" in words
    chosen = {size: name for size, name in SIZES.items() if name or not whole}
    rows = []
    with tempfile.TemporaryDirectory(prefix="sizes_") as place:
        for size, course in track(chosen.items(), "sizes"):
            try:
                rows.append(measured(Path(place), size, course, whole=whole))
            except CommandFailed as failed:
                raise SystemExit(f"{size}: {failed}") from failed
    told = f"{machine().said}.\n\n{table(rows)}"
    Console().print(told, markup=False)
    if "--write" in words and not whole:
        PAGE.write_text(with_block(PAGE.read_text(encoding="utf-8"), "sizes", told), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
