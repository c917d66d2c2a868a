"""A grid world: what each of four moves is worth in each cell, and where the best ones lead.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Polygon, Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, quoted, said

WORTH = LinearSegmentedColormap.from_list("worth", ["#E3A56B", "#FFFFFF", "#7FB2D9"])
WALL, EDGE, PATH = "#8C8C8C", "#C4C4C4", "#0B5A9D"
CELL, BESIDE, SIDES = 0.74, 0.3, 0.12  # inches: of a cell, between two maps, and at the edges
TOP, ABOVE = 0.42, 0.3  # inches: for the title, and above the maps
CLOSE = 1e-4
# Up, right, down, left: the corners of a move's quarter and its number's place, from the centre.
CORNERS = (((-1, -1), (1, -1)), ((1, -1), (1, 1)), ((1, 1), (-1, 1)), ((-1, 1), (-1, -1)))
STEPS, ARROWS, POINTS = ((-1, 0), (0, 1), (1, 0), (0, -1)), "↑→↓←", "^>v<"


@dataclass(frozen=True)
class Grid:
    """Cells (row, column), row 0 above: `walls`, and `ends`, where the game is over, with marks."""

    height: int
    width: int
    start: tuple[int, int]
    walls: frozenset[tuple[int, int]] = frozenset()
    ends: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def path(self, q: Tensor) -> list[tuple[int, int]]:
        """Return the cells on the way of the best moves, until it ends, or meets itself.

        Of equally good moves the first one counts; where all four are, nothing is known, and the
        way stops. A move into a wall, or out, leads nowhere.
        """
        cell, walked = self.start, [self.start]
        while cell not in self.ends and not bool((q[cell] == q[cell][0]).all()):
            cell = self._after(cell, int(q[cell].argmax()))
            if cell in walked:
                break
            walked.append(cell)
        return walked

    def _after(self, cell: tuple[int, int], move: int) -> tuple[int, int]:
        row, column = cell[0] + STEPS[move][0], cell[1] + STEPS[move][1]
        inside = 0 <= row < self.height and 0 <= column < self.width
        return (row, column) if inside and (row, column) not in self.walls else cell


@dataclass(frozen=True)
class Worth:
    """Q-values (H, W, 4) of the moves up, right, down, left, under a name, which is code.

    What is `due`, if given, marks wrong ones with ×.
    """

    name: str
    q: Tensor
    due: Tensor | None = None

    def wrong(self, cell: tuple[int, int], move: int) -> bool:
        """Say whether a value is another one than due."""
        if self.due is None:
            return False
        want = float(self.due[cell][move])
        return not abs(float(self.q[cell][move]) - want) <= CLOSE * (1 + abs(want))


def quarters(grid: Grid, maps: Sequence[Worth], title: str, sentence: str) -> Picture:
    """Draw a map for each of `maps`: four values a cell, and the way of the best moves.

    Args: `title`, code; `sentence`, the conclusion.
    """
    across, up = grid.width * CELL, grid.height * CELL
    wide = 2 * SIDES + len(maps) * across + (len(maps) - 1) * BESIDE
    tall = TOP + ABOVE + up + SIDES
    with figure(wide, tall) as paper:
        for place, worth in enumerate(maps):
            left = SIDES + place * (across + BESIDE)
            box = (left / wide, SIDES / tall, across / wide, up / tall)
            _map(paper.add_axes(box), grid, worth)
        look: dict[str, Any] = {"size": 13, "va": "top", "color": INK, "family": "monospace"}
        paper.text(SIDES / wide, 1 - 0.1 / tall, title, **look)
        words = listed(
            [said("{title}.", title=title), sentence, *(_in_words(grid, w) for w in maps)]
        )
        return Picture(png(paper), words, _caption(grid, maps, sentence))


def _map(ax: Any, grid: Grid, worth: Worth) -> None:
    most = max(float(worth.q.nan_to_num(0, 0, 0).abs().max()), 1e-9)
    for row in range(grid.height):
        for column in range(grid.width):
            cell = (row, column)
            if cell in grid.walls or cell in grid.ends:
                _closed(ax, cell, grid.ends.get(cell, ""))
                continue
            for move in range(4):
                _quarter(ax, worth, cell, move, most)
    _way(ax, grid.path(worth.q.nan_to_num(-most, most, -most)))
    ax.set(xlim=(-0.5, grid.width - 0.5), ylim=(grid.height - 0.5, -0.5), xticks=[], yticks=[])
    ax.spines[:].set_color(GREY)
    ax.set_title(worth.name, size=10, color=INK, loc="left", family="monospace", pad=5)


def _closed(ax: Any, cell: tuple[int, int], mark: str) -> None:
    """Draw a wall, hatched, or an end with its mark."""
    look: dict[str, Any] = {"facecolor": "white" if mark else "#EDEDED", "edgecolor": WALL}
    hatch = "" if mark else "////"
    ax.add_patch(Rectangle((cell[1] - 0.5, cell[0] - 0.5), 1, 1, hatch=hatch, lw=0.8, **look))
    ax.text(cell[1], cell[0], mark, size=15, ha="center", va="center", weight="bold", color=INK)


def _quarter(ax: Any, worth: Worth, cell: tuple[int, int], move: int, most: float) -> None:
    row, column = cell
    corners = [(column + x / 2, row + y / 2) for x, y in ((0, 0), *CORNERS[move])]
    value, wrong = float(worth.q[cell][move]), worth.wrong(cell, move)
    ground = WORTH(0.5 + value / most / 2) if value == value else "white"
    ax.add_patch(Polygon(corners, facecolor=ground, edgecolor=EDGE, lw=0.7))
    down, right = STEPS[move]
    x, y = column + 0.325 * right, row + 0.325 * down
    words = f"{value:.2f}".replace("-0.00", "0.00").replace("0.", ".", 1)
    shown = f"×{words}" if wrong else words
    ax.text(x, y, shown, size=6.5, ha="center", va="center", color=WRONG if wrong else INK)


def _way(ax: Any, path: Sequence[tuple[int, int]]) -> None:
    """Draw the way by a triangle in each of its cells, so that it covers no number."""
    look: dict[str, Any] = {"linestyle": "", "color": PATH, "zorder": 4}
    for here, after in pairwise(path):
        mark = POINTS[STEPS.index((after[0] - here[0], after[1] - here[1]))]
        ax.plot([here[1]], [here[0]], mark, ms=9, **look)
    ring: dict[str, Any] = {"ms": 16, "mfc": "none", "mec": PATH, "mew": 1.6, "zorder": 4}
    ax.plot([path[0][1]], [path[0][0]], "o", **ring)


def _caption(grid: Grid, maps: Sequence[Worth], sentence: str) -> str:
    drawn = said(
        "Each cell: what the moves up, right, down and left are worth there. ○ is the start; "
        "triangles go the way of the best moves. Hatched cells are walls."
    )
    ends = said("At {marks} the game is over.", marks=", ".join(grid.ends.values()))
    found = any(w.wrong(c, m) for w in maps for c in _open(grid) for m in range(4))
    crossed = said("× marks values that are wrong.") if found else ""
    return listed([drawn, ends if grid.ends else "", crossed, sentence])


def _open(grid: Grid) -> list[tuple[int, int]]:
    cells = [(row, column) for row in range(grid.height) for column in range(grid.width)]
    return [cell for cell in cells if cell not in grid.walls and cell not in grid.ends]


def _in_words(grid: Grid, worth: Worth) -> str:
    """Say where the best moves lead, what they are worth at the start, and what is wrong."""
    path = grid.path(worth.q.nan_to_num(0, 0, 0))
    best = float(worth.q[grid.start].max())
    way = quoted(" ".join(str(cell) for cell in path))
    told: str = said(
        "{name}: the best move at the start is worth {best}; the best moves lead {way}.",
        name=worth.name,
        best=f"{best:.2f}",
        way=way,
    )
    if path[-1] not in grid.ends:
        told = listed([told, said("They do not reach an end.")])
    wrong = [(c, m) for c in _open(grid) for m in range(4) if worth.wrong(c, m)]
    if not wrong:
        return told
    (row, column), move = wrong[0]
    first = said(
        "{count} values are wrong, the first in row {row}, column {column}, {arrow}.",
        count=len(wrong),
        row=row,
        column=column,
        arrow=ARROWS[move],
    )
    return listed([told, first])
