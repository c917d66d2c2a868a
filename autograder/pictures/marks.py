"""A table of what holds for what: a full circle for yes, an empty one for no.

It holds marks and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, quoted, said

STEP = 0.36  # inches from row to row
LEFT, WIDTH = 0.32, 0.2  # of the first column, and from column to column


@dataclass(frozen=True)
class Column:
    """What may hold of each row: its name, which is short code, whether it does, and should."""

    name: str
    holds: Sequence[bool]
    due: Sequence[bool]

    @property
    def wrong(self) -> list[bool]:
        """Say of each row whether it holds, or not, against what is due."""
        return [one != want for one, want in zip(self.holds, self.due, strict=True)]


def marks(names: Sequence[str], columns: Sequence[Column], title: str, sentence: str) -> Picture:
    """Draw a table of circles, × beside each that is not due.

    Args: `names` of the rows, code; `title`, code; `sentence`, the conclusion.
    """
    height = 1.0 + STEP * len(names)
    with figure(7.4, height) as paper:
        paper.text(0.03, 1 - 0.1 / height, title, size=13, va="top", color=INK, family="monospace")
        top = 1 - 0.62 / height
        for place, column in enumerate(columns):
            x = LEFT + place * WIDTH
            head: dict[str, Any] = {"ha": "center", "va": "center", "family": "monospace"}
            paper.text(x, top, column.name, size=9.5, color=GREY, **head)
        for row, name in enumerate(names):
            y = top - (row + 1) * STEP / height
            paper.text(0.03, y, name, size=10, va="center", color=INK, family="monospace")
            for place, column in enumerate(columns):
                x, sign = LEFT + place * WIDTH, "●" if column.holds[row] else "○"
                paper.text(x, y, sign, size=13, ha="center", va="center", color=INK)
                if column.wrong[row]:
                    look: dict[str, Any] = {"ha": "center", "va": "center", "weight": "bold"}
                    paper.text(x + 0.035, y, "×", size=13, color=WRONG, **look)
        broken = any(any(column.wrong) for column in columns)
        words = _in_words(names, columns, title, sentence)
        return Picture(png(paper), words, _caption(broken, sentence))


def _caption(broken: bool, sentence: str) -> str:
    circles = said("● yes, ○ no, for each child of the network.")
    crossed = said("× marks what is not due.") if broken else ""
    return listed([circles, crossed, sentence])


def _in_words(names: Sequence[str], columns: Sequence[Column], title: str, sentence: str) -> str:
    """Say by column for which rows it holds, and which are not due."""
    parts = [said("{title}.", title=title)]
    for column in columns:
        held = [name for name, one in zip(names, column.holds, strict=True) if one]
        wrong = [name for name, one in zip(names, column.wrong, strict=True) if one]
        rows = quoted(", ".join(held) or "–")
        parts.append(said("{column}: {rows}.", column=column.name, rows=rows))
        if wrong:
            parts.append(said("Not due: {rows}.", rows=quoted(", ".join(wrong))))
    return listed([*parts, sentence])
