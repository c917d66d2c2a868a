"""A mask as a student returned it, beside the mask that was asked for.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import INK, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said, said_many

Cells = tuple[tuple[float, ...], ...]  # a mask as something that can be looked up

# Blue, vermilion and orange of Okabe and Ito, told apart by all common forms of colour vision;
# digits and corner marks say the same without any colour.
SHOWN, HIDDEN, LEAK, MISSED = "#0b5a9d", "#ececec", "#d55e00", "#f7cf8c"
LEAK_MARK, MISSED_MARK = "x", "o"  # markers of matplotlib
FAINT = "#6f6f6f"
CELL = 0.42  # inches; smaller when a mask is large
WIDEST = 4.2  # inches of one panel
ABOVE, BELOW = 0.46, 0.32  # inches above and below the panels, for the title and the columns
LEFT = 0.55  # inches to the first panel, for the labels of its rows
NARROWEST = 4.0  # inches of the whole, for the title


def mask_picture(
    got: Tensor,
    want: Tensor,
    *,
    title: str,
    subject: str = "",
    sentence: str = "",
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    axes: str = "",
    centre: tuple[int, int] | None = None,
) -> Picture:
    """Draw two masks (R, C) side by side: what differs is marked, and said in the alt text.

    `title` is code, and `subject` the same in words where it needs some. `rows` and `columns` are
    labels beside the cells (colours of feature maps, say), counted from 0 when there are none; the
    sentence `axes` says what they are; `centre` is the (row, column) to frame.
    """
    rows = rows or [str(i) for i in range(want.shape[0])]
    columns = columns or [str(j) for j in range(want.shape[1])]
    drawn = _drawn(_cells(got), _cells(want), str(title), tuple(rows), tuple(columns), centre)
    words = _words(got, want, subject or title, sentence, rows, columns)
    return Picture(drawn, words, _caption(got, want, axes, centre))


def _cells(mask: Tensor) -> Cells:
    return tuple(map(tuple, mask.double().tolist()))


@lru_cache(maxsize=128)  # a class makes the same mistakes, and a picture takes a tenth of a second
def _drawn(
    got: Cells,
    want: Cells,
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    centre: tuple[int, int] | None,
) -> bytes:
    yours, due = (torch.tensor(mask, dtype=torch.float64) for mask in (got, want))
    cell = min(CELL, WIDEST / max(due.shape))
    high, wide = cell * due.shape[0], cell * due.shape[1]
    tall, across = high + ABOVE + BELOW, max(NARROWEST, 2 * (wide + LEFT + 0.3))
    with figure(across, tall) as drawn:
        for left, mask in ((0.0, yours), (0.5, due)):
            corner = (LEFT / across + left, BELOW / tall)
            panel = drawn.add_axes((*corner, wide / across, high / tall))
            _draw(panel, mask, due, rows, columns)
            _frame(panel, centre)
        drawn.text(0.025, 1 - 0.1 / tall, title, size=12, va="top", color=INK)
        return png(drawn)


def _draw(
    axes: Axes, mask: Tensor, want: Tensor, rows: Sequence[str], columns: Sequence[str]
) -> None:
    """Draw one mask, a digit in each cell; a cell that differs from `want` is marked."""
    high, wide = want.shape
    size = min(10.5, 64 / max(high, wide))
    middle = {"ha": "center", "va": "center_baseline"}
    for i, j in itertools.product(range(high), range(wide)):
        value, right = float(mask[i, j]), float(want[i, j])
        wrong = value != right
        face = (MISSED if right else LEAK) if wrong else (SHOWN if right else HIDDEN)
        axes.add_patch(Rectangle((j, i), 1, 1, facecolor=face, edgecolor="white", lw=1.5))
        text = {SHOWN: "white", LEAK: "white", MISSED: INK, HIDDEN: FAINT}[face]
        axes.text(j + 0.5, i + 0.53, f"{value:.2g}", middle, fontsize=size, color=text)
        if wrong:
            mark = MISSED_MARK if right else LEAK_MARK
            axes.plot(j + 0.82, i + 0.2, mark, ms=size / 2.4, mec=text, mfc="none", mew=1.4)
    axes.set(xlim=(0, wide), ylim=(high, 0), aspect="equal")
    axes.set_xticks([j + 0.5 for j in range(wide)], columns, fontsize=8, color=FAINT)
    axes.set_yticks([i + 0.5 for i in range(high)], rows, fontsize=8, color=FAINT)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _frame(axes: Any, centre: tuple[int, int] | None) -> None:
    """Frame the centre of the kernel."""
    if centre is not None:
        row, column = centre
        look: dict[str, Any] = {"edgecolor": INK, "linewidth": 2.5, "zorder": 5, "clip_on": False}
        axes.add_patch(Rectangle((column, row), 1, 1, fill=False, **look))


def _caption(got: Tensor, want: Tensor, axes: str, centre: tuple[int, int] | None) -> str:
    """Explain what is where, and the colours and marks that occur."""
    wrong, hidden = got != want, want == 0
    told = [said("Left: yours. Right: expected."), said("1 is shown, 0 is hidden."), axes]
    if (wrong & hidden).any():
        told.append(said("What should be hidden bears a cross."))
    if (wrong & ~hidden).any():
        told.append(said("What should be shown bears a circle."))
    if centre is not None:
        told.append(said("The frame marks the centre."))
    return listed(told)


def _words(
    got: Tensor,
    want: Tensor,
    subject: str,
    sentence: str,
    rows: Sequence[str],
    columns: Sequence[str],
) -> str:
    """Say the mistake, both masks row by row, and where they differ."""
    wrong = (got != want).nonzero().tolist()
    places = [_place(rows[i], columns[j], bool(want[i, j])) for i, j in wrong[:6]]
    where = listed(places, between="; ")
    if len(wrong) > 6:
        left = len(wrong) - 6
        where = said_many(
            "{places}, and {number} more", "{places}, and {number} more", left, places=where
        )
    given = {"yours": _row_by_row(got), "expected": _row_by_row(want)}
    both = said("Yours: {yours}. Expected: {expected}.", **given)
    if wrong:
        both = said("Yours: {yours}. Expected: {expected}. Wrong: {places}.", places=where, **given)
    return listed([said("{subject}.", subject=subject), sentence, both])


def _place(row: str, column: str, shown: bool) -> str:
    if shown:
        return said("row {row}, column {column} should be shown", row=row, column=column)
    return said("row {row}, column {column} should be hidden", row=row, column=column)


def _row_by_row(mask: Tensor) -> str:
    return " / ".join(" ".join(f"{value:.3g}" for value in row) for row in mask.tolist())
