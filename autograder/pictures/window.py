"""A window on an image: what lies under a kernel, multiplied, added up, beside all answers.

It holds numbers and symbols alone, so it is right in every language: the words are its caption.
"""

from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

UNDER, PLAIN = "#CFE3F5", "#F4F4F4"
CELL, EDGE, BETWEEN = 0.52, 0.12, 0.62  # inches: a cell, at the edges, and between two grids
TITLE, TERMS, YOURS = 0.42, 0.6, 0.33  # inches: the title, the products, and yours below them


@dataclass(frozen=True)
class Window:
    """An image (H, W), a kernel (h, w) with a bias, and the answers (H', W'), yours and due.

    Windows follow one another pixel by pixel. `close` is by how much two numbers may differ.
    """

    image: Tensor
    kernel: Tensor
    bias: float
    yours: Tensor
    due: Tensor
    close: float = 1e-4

    @property
    def wrong(self) -> Tensor:
        """Which answers are wrong, bool (H', W')."""
        return ~((self.yours - self.due).abs() <= self.close)

    @property
    def place(self) -> tuple[int, int]:
        """Which answer is worked out: the first wrong one, or the very first."""
        row, column = divmod(int(self.wrong.flatten().int().argmax()), self.due.shape[1])
        return row, column

    @property
    def terms(self) -> str:
        """The products under the kernel at that place, and the bias, as they are written."""
        (row, column), (height, width) = self.place, self.kernel.shape
        under = self.image[row : row + height, column : column + width].flatten().tolist()
        taps = self.kernel.flatten().tolist()
        products = [f"{k:g}·{x:g}" for k, x in zip(taps, under, strict=True)]
        return " + ".join([*products, f"{self.bias:g}"])


def window(found: Window, title: str, sentence: str) -> Picture:
    """Draw the image, the kernel and the answers; one of these is worked out below."""
    grids = (found.image, found.kernel, found.yours)
    across = 2 * EDGE + CELL * sum(grid.shape[1] for grid in grids) + 2 * BETWEEN
    below = TITLE + CELL * max(grid.shape[0] for grid in grids)
    tall = below + TERMS + (YOURS if found.wrong.any() else 0)
    with figure(max(across, 4.8), tall) as paper:
        ax = paper.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, max(across, 4.8)), ylim=(tall, 0))
        ax.axis("off")
        (row, column), (height, width) = found.place, found.kernel.shape
        right = _grid(ax, found.image, EDGE, (row, column, height, width))
        _sign(ax, right, "∗")
        right = _grid(ax, found.kernel, right + BETWEEN, None)
        _sign(ax, right, f"+ {found.bias:g} =")
        _grid(ax, found.yours, right + BETWEEN, (row, column, 1, 1), found.wrong)
        _terms(ax, found, below)
        look: dict[str, Any] = {"size": 12, "va": "top", "color": INK, "family": "monospace"}
        ax.text(EDGE, EDGE, title, **look)
        return Picture(png(paper), _in_words(found, title, sentence), _caption(found, sentence))


def _grid(
    ax: Any,
    numbers: Tensor,
    left: float,
    framed: tuple[int, int, int, int] | None,
    wrong: Tensor | None = None,
) -> float:
    """Draw numbers in cells from `left` on, a part of them framed; return where they end."""
    for row, line in enumerate(numbers.tolist()):
        for column, number in enumerate(line):
            bad = wrong is not None and bool(wrong[row, column])
            corner = left + CELL * column, TITLE + CELL * row
            look: dict[str, Any] = {"facecolor": PLAIN, "edgecolor": "white", "lw": 2}
            ax.add_artist(Rectangle(corner, CELL, CELL, **look))
            words = f"× {number:g}" if bad else f"{number:g}"
            middle = corner[0] + CELL / 2, corner[1] + CELL / 2
            style = {"color": WRONG if bad else INK, "size": 8.5 if len(words) > 5 else 10}
            ax.text(*middle, words, ha="center", va="center", zorder=3, **style)
    if framed:
        row, column, height, width = framed
        corner = left + CELL * column, TITLE + CELL * row
        look = {"facecolor": UNDER, "edgecolor": INK, "lw": 2, "zorder": 2}
        ax.add_artist(Rectangle(corner, CELL * width, CELL * height, **look))
    return left + CELL * numbers.shape[1]


def _sign(ax: Any, left: float, text: str) -> None:
    ax.text(
        left + BETWEEN / 2, TITLE + CELL / 2, text, size=10, ha="center", va="center", color=INK
    )


def _terms(ax: Any, found: Window, top: float) -> None:
    """Write out one answer, and yours where it is another."""
    row, column = found.place
    due = f"[{row}, {column}]   {found.terms} = {float(found.due[row, column]):g}"
    ax.text(EDGE, top + 0.22, due, size=11, va="top", color=INK, family="monospace")
    if found.wrong.any():
        yours = f"× {float(found.yours[row, column]):g}"
        ax.text(EDGE, top + 0.22 + YOURS, yours, size=11, va="top", color=WRONG, family="monospace")


def _caption(found: Window, sentence: str) -> str:
    lead = said(
        "An image, a kernel with its bias, and your answers. Framed: one answer and the pixels "
        "that it is made of; below, their products with the kernel, and the sum."
    )
    wrong = said("× marks answers that are other ones.")
    return listed([lead, wrong if found.wrong.any() else "", sentence])


def _in_words(found: Window, title: str, sentence: str) -> str:
    """Say how one answer comes about, and how many are wrong."""
    row, column = found.place
    lead = said(
        "{title}: the answer in row {row}, column {column} is {terms} = {due}.",
        title=title,
        row=row,
        column=column,
        terms=found.terms,
        due=f"{float(found.due[row, column]):g}",
    )
    if not found.wrong.any():
        return listed([lead, said("All answers are right."), sentence])
    count = said(
        "Yours is {yours}; {number} of {all} answers are wrong.",
        yours=f"{float(found.yours[row, column]):g}",
        number=int(found.wrong.sum()),
        all=found.due.numel(),
    )
    return listed([lead, count, sentence])
