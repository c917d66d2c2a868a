"""The picture of the rooms in design/0002-layers.md, from the import graph and pyproject.toml.

Run from the repository: python docs/make_rooms.py
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import grimp
from markupsafe import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs"))

from layered import Edge, Layout, Point, arranged  # noqa: E402  # it lies beside this file

PICTURE = ROOT / "docs" / "images" / "rooms.svg"
PACKAGE = ROOT / "autograder"


class Step(NamedTuple):
    """A function that grading one submission enters, and what is done there."""

    module: str
    function: str
    done: str

    @property
    def room(self) -> str:
        """Return the room that the function is in."""
        return self.module.split(".")[1]


# In the order in which they are entered first: tests/unit/test_rooms.py asks a real run.
WAY = (
    Step("autograder.submission.read", "read_submission", "reads the notebook, restores the rest"),
    Step("autograder.grading.exercise", "grade", "takes one exercise after another"),
    Step("autograder.checking.run", "examine_all", "asks one check after another"),
    Step("autograder.sandbox.prefork_sandbox", "WarmSandbox.open", "opens a process behind a wall"),
    Step("autograder.worker.wire", "receive", "runs the cells there, sends answers back"),
    Step("autograder.diagnosis.stops", "with_stop", "finds which cell stopped, and why"),
    Step("autograder.records.points", "points_of", "adds up the points of an exercise"),
    Step("autograder.storage.atomic", "write_atomically", "keeps the verdict, whole or not at all"),
    Step("autograder.gradebook.recording", "record_class", "has nbgrader record points"),
    Step("autograder.feedback.findings", "findings_html", "lays findings out as a page"),
)


@dataclass(frozen=True)
class Room:
    """A folder of the package, or a module in its root; `lines` rounded to hundreds."""

    name: str
    modules: int
    lines: int

    @property
    def size(self) -> str:
        """Return its size in words; in hundreds, so that the picture seldom changes."""
        lines = f"{self.lines:,} lines" if self.lines else "a few lines"
        return f"{self.modules} modules · {lines}" if self.modules > 1 else lines


def layers() -> list[list[str]]:
    """Return the rooms of each layer, from the top, as the contract has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    rooms = next(one for one in contracts if one["id"] == "rooms")
    return [[name.strip(" ()") for name in layer.split("|")] for layer in rooms["layers"]]


def room(name: str) -> Room:
    """Count a room's modules and lines."""
    place = PACKAGE / name
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    return Room(name, sum(path.name != "__init__.py" for path in files), round(lines, -2))


def imports() -> set[Edge]:
    """Return which room imports which."""
    graph = grimp.build_graph("autograder", cache_dir=None)
    found: set[Edge] = set()
    for module in graph.modules - {"autograder"}:
        for other in graph.find_modules_directly_imported_by(module) - {"autograder"}:
            found.add((module.split(".")[1], other.split(".")[1]))
    return {(one, other) for one, other in found if one != other}


def reduction(edges: set[Edge]) -> set[Edge]:
    """Return the edges that no longer path stands for; there must be no circle."""
    below: dict[str, set[str]] = {}

    def reached(name: str) -> set[str]:
        if name not in below:
            nearest = {other for one, other in edges if one == name}
            below[name] = nearest.union(*(reached(other) for other in nearest))
        return below[name]

    return {
        (one, other)
        for one, other in edges
        if not any(other in reached(third) for first, third in edges if first == one)
    }


WIDTH, HEIGHT, ROW = 138, 46, 90  # of a box; from one row to the next
LEGEND = 350
STYLE = """
text { font-family: "DejaVu Sans", Verdana, "Segoe UI", sans-serif; fill: #1f2328 }
.name { font-size: 15px; font-weight: bold; text-anchor: middle }
.size { font-size: 10px; fill: #59636e; text-anchor: middle }
.box { fill: #f6f8fa; stroke: #818b98 }
.on .box { fill: #fff1df; stroke: #c4560c; stroke-width: 1.6 }
.wall { fill: none; stroke: #c4560c; stroke-width: 1.6; stroke-dasharray: 5 4 }
.import { fill: none; stroke: #b3bcc6; stroke-width: 1.3; marker-end: url(#tip) }
.way { fill: none; stroke: #e8883a; stroke-width: 3; stroke-linecap: round; stroke-dasharray: 0 7 }
.layer { fill: #f4f6f8; opacity: .75 }
.badge { fill: #c4560c }
.number { font-size: 12px; font-weight: bold; fill: #fff; text-anchor: middle }
.title { font-size: 16px; font-weight: bold } .step { font-size: 13px; font-weight: bold }
.done { font-size: 12px } .note { font-size: 11px; fill: #59636e }
"""


def drawn() -> str:
    """Return the whole picture as SVG."""
    rows, edges = layers(), imports()
    shown = reduction(edges)
    layout = arranged(rows, shown, WIDTH, ROW)
    width, height = round(layout.width + LEGEND + 60), ROW * len(rows) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">',
        "<title>The rooms of autograder, and a submission's way through them</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0.8 8 4 0 7.2z" fill="#9aa4af"/>'
        "</marker></defs>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#fff"/>',
        '<g transform="translate(25 30)">',
        *_stripes(len(rows), layout.width),
        *(_import(layout, edge) for edge in sorted(shown)),
        _way(layout),
        *_boxes(rows, layout),
        "</g>",
        f'<g transform="translate({width - LEGEND} 46)">',
        *_legend(len(shown), len(edges)),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def _stripes(count: int, width: float) -> Iterator[str]:
    """Return a stripe for every other layer."""
    for number in range(0, count, 2):
        y = (number + 0.25 - 0.5) * ROW
        size = f'width="{width + 20:g}" height="{ROW}" rx="6"'
        yield f'<rect class="layer" x="-10" y="{y:g}" {size}/>'


def _import(layout: Layout, edge: Edge) -> str:
    """Return an arrow from the lower side of a box to the upper side of another."""
    path = ""
    for one, other in pairwise(layout.paths[edge]):
        start, end = one.y + HEIGHT / 2 + 2, other.y - HEIGHT / 2 - 2
        half = (start + end) / 2
        path += f"{'L' if path else 'M'}{one.x:.0f} {start:.0f}"
        path += f"C{one.x:.0f} {half:.0f} {other.x:.0f} {half:.0f} {other.x:.0f} {end:.0f}"
    return f'<path class="import" d="{path}"><title>{edge[0]} imports {edge[1]}</title></path>'


def _way(layout: Layout) -> str:
    """Return a line from each room of the way to the next, behind the boxes."""
    path = ""
    for one, other in pairwise(layout.places[step.room] for step in WAY):
        middle = Point((one.x + other.x) / 2, (one.y + other.y) / 2)
        across, down = other.x - one.x, other.y - one.y
        bent = Point(middle.x - down / 6, middle.y + across / 6)
        path += f"{'' if path else f'M{one}'}Q{bent} {other}"
    return f'<path class="way" d="{path}"/>'


def _boxes(rows: list[list[str]], layout: Layout) -> Iterator[str]:
    steps = {step.room: number for number, step in enumerate(WAY, 1)}
    for name in (name for row in rows for name in row):
        x, y = layout.places[name]
        left, top = x - WIDTH / 2, y - HEIGHT / 2
        yield f'<g class="{"on" if name in steps else "off"}">'
        size = f'width="{WIDTH}" height="{HEIGHT}" rx="6"'
        yield f'<rect class="box" x="{left:g}" y="{top:g}" {size}/>'
        if name == "worker":
            outer = f'width="{WIDTH + 10}" height="{HEIGHT + 10}" rx="9"'
            yield f'<rect class="wall" x="{left - 5:g}" y="{top - 5:g}" {outer}/>'
        yield f'<text class="name" x="{x:g}" y="{y - 2:g}">{escape(name)}</text>'
        yield f'<text class="size" x="{x:g}" y="{y + 14:g}">{room(name).size}</text>'
        if name in steps:
            yield from _badge(left, top, steps[name])
        yield "</g>"


def _badge(x: float, y: float, number: int) -> Iterator[str]:
    yield f'<circle class="badge" cx="{x:g}" cy="{y:g}" r="11"/>'
    yield f'<text class="number" x="{x:g}" y="{y + 4.3:g}">{number}</text>'


def _legend(shown: int, all_: int) -> Iterator[str]:
    yield '<text class="title">The way of a submission</text>'
    for number, step in enumerate(WAY, 1):
        y = 46 * number - 8
        yield from _badge(12, y, number)
        yield f'<text class="step" x="34" y="{y - 1}">{step.room}</text>'
        yield f'<text class="done" x="34" y="{y + 15}">{escape(step.done)}</text>'
    notes = (
        "An arrow: the room imports the one below.",
        f"{shown} of {all_} are drawn, those that no longer way says.",
        "A stripe: a layer of the contract in pyproject.toml;",
        "no arrow leads upwards or sideways.",
        "The dashed frame: it alone is inside of the sandbox.",
    )
    for number, note in enumerate(notes):
        yield f'<text class="note" y="{46 * len(WAY) + 50 + 18 * number}">{note}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
    print(PICTURE)
