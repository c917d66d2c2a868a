"""How much is kept of what a submission's cells print and draw, however many cells there are."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from autograder.records.cell import CellRun

MOST_TEXT = 2_000_000  # characters of all cells together
MOST_PICTURES = 20_000_000  # bytes
CUT = "\n… (cut: the cells of this notebook print more than is kept)"


def bounded(runs: Iterable[CellRun]) -> Iterator[CellRun]:
    """Return runs in their order, with as much of text and pictures as there is room for."""
    text, bytes_left = MOST_TEXT, MOST_PICTURES
    for run in runs:
        shown = run.stdout if len(run.stdout) <= text else run.stdout[:text] + CUT
        pictures: list[bytes] = []
        for png in run.pictures:
            bytes_left -= len(png)
            pictures += [png] if bytes_left >= 0 else []
        text = max(0, text - len(run.stdout))
        yield replace(run, stdout=shown if run.stdout else "", pictures=tuple(pictures))
