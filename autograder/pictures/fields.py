"""Which pixels outputs see: maps of symbols side by side, of a student's code and as expected.

It holds symbols and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import torch
from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

SEEN, LEAK, MISSED = "#0b5a9d", "#F7D9CC", "#FBE6C4"
WIDE, BESIDE = 2.2, 0.16  # inches of one map, and between two
TITLE, NAMED, EDGE = 0.46, 0.3, 0.1  # inches for the title, above each map, and at the edges


@dataclass(frozen=True)
class Field:
    """One map: `seen` and `due` are bool (H, W), `centre` is the output's pixel, `title` is code.

    What is seen and not due bears hatching, as does what is due and not seen. Without `seen` the
    map shows what is due.
    """

    title: str
    seen: Tensor | None
    due: Tensor
    centre: tuple[int, int]

    @property
    def shown(self) -> Tensor:
        """Return what the map shows."""
        return self.due if self.seen is None else self.seen

    @property
    def right(self) -> bool:
        """Say whether it sees what it should."""
        return torch.equal(self.shown, self.due)


def fields(rows: Sequence[Sequence[Field]], title: str, sentence: str) -> Picture:
    """Draw maps in rows, one beside the other; the alternative text says what each of them sees."""
    count = max(map(len, rows))
    heights = [WIDE * max(one.due.shape[0] / one.due.shape[1] for one in row) for row in rows]
    across = 2 * EDGE + count * WIDE + (count - 1) * BESIDE
    tall = TITLE + sum(heights) + len(rows) * NAMED + EDGE
    with figure(across, tall) as paper:
        top = tall - TITLE
        for row, height in zip(rows, heights, strict=True):
            top -= NAMED + height
            for place, field in enumerate(row):
                left = EDGE + place * (WIDE + BESIDE)
                box = (left / across, top / tall, WIDE / across, height / tall)
                _draw(paper.add_axes(box), field)
        look: dict[str, Any] = {"size": 12, "va": "top", "color": INK, "family": "monospace"}
        paper.text(EDGE / across, 1 - EDGE / tall, title, **look)
        drawn = [field for row in rows for field in row]
        words = listed([said("{title}.", title=title), sentence, *map(_in_words, drawn)])
        return Picture(png(paper), words, _caption(drawn, sentence))


def _draw(ax: Any, field: Field) -> None:
    height, width = field.due.shape
    for i, j in (field.shown != field.due).nonzero().tolist():
        leak = bool(field.shown[i, j])
        look: dict[str, Any] = {"facecolor": LEAK if leak else MISSED, "edgecolor": WRONG, "lw": 0}
        ax.add_artist(Rectangle((j - 0.5, i - 0.5), 1, 1, hatch="////", **look))
    for marks, style in _marks(field):
        places = marks.nonzero()
        ax.plot(places[:, 1].tolist(), places[:, 0].tolist(), linestyle="", zorder=3, **style)
    row, column = field.centre
    own, size = ("white", 6) if field.shown[row, column] else (INK, 8)
    ax.plot([column], [row], "x", ms=size, mew=2, color=own, zorder=4)
    ax.set(xlim=(-0.6, width - 0.4), ylim=(height - 0.4, -0.6), aspect="equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_color("#CCCCCC")
    colour = INK if field.right else WRONG
    ax.set_title(f"{'' if field.right else '× '}{field.title}", size=9.5, color=colour, loc="left")


def _marks(field: Field) -> Iterator[tuple[Tensor, dict[str, Any]]]:
    """Return where each symbol stands: full for what is seen, hollow for all else."""
    yield field.shown, {"marker": "o", "ms": 9, "color": SEEN}
    yield ~field.shown, {"marker": "o", "ms": 4, "mfc": "white", "mec": GREY, "mew": 0.8}


def _caption(drawn: Sequence[Field], sentence: str) -> str:
    lead = said("● is seen, ○ is not, × is the output's own pixel.")
    wrong = said("Hatched: seen, though it should not be, or not seen, though it should be.")
    return listed([lead, "" if all(field.right for field in drawn) else wrong, sentence])


def _in_words(field: Field) -> str:
    """Say row by row which columns are seen, counted from the output's own pixel."""
    row, column = field.centre
    seen = [_columns(line, column) for line in field.shown]
    found: list[str] = []
    for columns, rows in groupby(range(len(seen)), lambda i: seen[i]):
        if columns:
            alike = [i - row for i in rows]
            found.append(_line(alike[0], alike[-1], columns))
    state = said("right") if field.right else said("wrong")
    state = said("expected") if field.seen is None else state
    told = listed(found, between="; ") if found else said("nothing")
    return said("{title}, {state}, sees {places}.", title=field.title, state=state, places=told)


def _line(first: int, last: int, columns: str) -> str:
    """Say what rows that see the same columns see."""
    if first == last:
        return said("row {row}: columns {columns}", row=f"{first:+d}", columns=columns)
    rows = f"{first:+d}…{last:+d}"
    return said("rows {rows}: columns {columns}", rows=rows, columns=columns)


def _columns(seen: Tensor, centre: int) -> str:
    """Return columns as ranges, such as −2…+1."""
    places = [int(j) - centre for j in seen.nonzero().flatten()]
    starts = [j for j in places if j - 1 not in places]
    ends = [j for j in places if j + 1 not in places]
    return ", ".join(
        f"{a:+d}" if a == b else f"{a:+d}…{b:+d}" for a, b in zip(starts, ends, strict=True)
    )
