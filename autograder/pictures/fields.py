"""Which pixels outputs see: maps of symbols side by side, of a student's code and as expected.

It holds symbols and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

SEEN, LEAK, MISSED = "#0b5a9d", "#F7D9CC", "#FBE6C4"
WIDE, HIGH = 2.35, 2.6  # inches of one map with its title


@dataclass(frozen=True)
class Field:
    """One map: `seen` and `due` are bool (H, W), `centre` is the output's pixel, `title` is code.

    What is seen and not due bears hatching, as does what is due and not seen.
    """

    title: str
    seen: Tensor
    due: Tensor
    centre: tuple[int, int]

    @property
    def right(self) -> bool:
        """Say whether it sees what it should."""
        return torch.equal(self.seen, self.due)


def fields(rows: Sequence[Sequence[Field]], title: str, sentence: str) -> Picture:
    """Draw maps in rows, one beside the other; the alternative text says what each of them sees."""
    count = max(map(len, rows))
    with figure(WIDE * count + 0.2, HIGH * len(rows) + 0.5) as paper:
        grid = paper.subplots(len(rows), count, squeeze=False)
        top = 1 - 0.75 / (HIGH * len(rows) + 0.5)
        paper.subplots_adjust(left=0.03, right=0.98, bottom=0.03, top=top, wspace=0.1, hspace=0.2)
        for axes, row in zip(grid, rows, strict=True):
            for ax, field in zip(axes, row, strict=True):
                _draw(ax, field)
        paper.text(0.03, 0.985, title, size=13, va="top", color=INK, family="monospace")
        drawn = [field for row in rows for field in row]
        words = listed([said("{title}.", title=title), sentence, *map(_in_words, drawn)])
        return Picture(png(paper), words, _caption(drawn, sentence))


def _draw(ax: Any, field: Field) -> None:
    height, width = field.due.shape
    for i, j in (field.seen != field.due).nonzero().tolist():
        leak = bool(field.seen[i, j])
        look: dict[str, Any] = {"facecolor": LEAK if leak else MISSED, "edgecolor": WRONG, "lw": 0}
        ax.add_artist(Rectangle((j - 0.5, i - 0.5), 1, 1, hatch="////", **look))
    for marks, style in _marks(field):
        places = marks.nonzero()
        ax.plot(places[:, 1].tolist(), places[:, 0].tolist(), linestyle="", zorder=3, **style)
    row, column = field.centre
    ax.plot([column], [row], "x", ms=8, mew=2.2, color=INK, zorder=4)
    ax.set(xlim=(-0.6, width - 0.4), ylim=(height - 0.4, -0.6), aspect="equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_color("#CCCCCC")
    colour = INK if field.right else WRONG
    ax.set_title(f"{'' if field.right else '× '}{field.title}", size=9.5, color=colour, loc="left")


def _marks(field: Field) -> Iterator[tuple[Tensor, dict[str, Any]]]:
    """Return where each symbol stands: full for what is seen, hollow for all else."""
    yield field.seen, {"marker": "o", "ms": 8, "color": SEEN}
    yield ~field.seen, {"marker": "o", "ms": 4, "mfc": "white", "mec": GREY, "mew": 0.8}


def _caption(drawn: Sequence[Field], sentence: str) -> str:
    lead = said("● is seen, ○ is not, × is the output's own pixel.")
    wrong = said("Hatched: seen, though it should not be, or not seen, though it should be.")
    return listed([lead, "" if all(field.right for field in drawn) else wrong, sentence])


def _in_words(field: Field) -> str:
    """Say row by row which columns are seen, counted from the output's own pixel."""
    row, column = field.centre
    found = [
        said("row {row}: columns {columns}", row=f"{i - row:+d}", columns=_columns(seen, column))
        for i, seen in enumerate(field.seen)
        if seen.any()
    ]
    state = said("right") if field.right else said("wrong")
    told = listed(found, between="; ") if found else said("nothing")
    return said("{title}, {state}, sees {places}.", title=field.title, state=state, places=told)


def _columns(seen: Tensor, centre: int) -> str:
    """Return columns as ranges, such as −2…+1."""
    places = [int(j) - centre for j in seen.nonzero().flatten()]
    starts = [j for j in places if j - 1 not in places]
    ends = [j for j in places if j + 1 not in places]
    return ", ".join(
        f"{a:+d}" if a == b else f"{a:+d}…{b:+d}" for a, b in zip(starts, ends, strict=True)
    )
