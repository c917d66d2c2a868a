"""A mask as a student returned it, beside the mask that was asked for."""

import itertools
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, figure, png
from autograder.verdict import Picture

# Blue, vermilion and orange of Okabe and Ito, told apart by all common forms of colour vision;
# digits and corner marks say the same without any colour.
SHOWN, HIDDEN, LEAK, MISSED = "#0b5a9d", "#ececec", "#d55e00", "#f7cf8c"
LEAK_MARK, MISSED_MARK = "x", "o"  # markers of matplotlib
FAINT = "#6f6f6f"
CELL = 0.42  # inches; smaller when a mask is large
WIDEST = 4.2  # inches of one panel
ABOVE, BELOW = 0.72, 1.15  # inches of words above and below the panels
LEFT = 0.55  # inches to the first panel, for the labels of its rows


def mask_picture(
    got: Tensor,
    want: Tensor,
    *,
    title: str,
    sentence: str = "",
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    axes: tuple[str, str] = ("row", "column"),
    centre: tuple[int, int] | None = None,
) -> Picture:
    """Draw two masks (R, C) side by side: what differs is marked, and said in the alt text.

    `rows` and `columns` are labels beside the cells (colours of feature maps, say), counted from
    0 when there are none; `axes` says what they are; `centre` is the (row, column) to frame.
    """
    rows = rows or [str(i) for i in range(want.shape[0])]
    columns = columns or [str(j) for j in range(want.shape[1])]
    cell = min(CELL, WIDEST / max(want.shape))
    high, wide = cell * want.shape[0], cell * want.shape[1]
    tall, across = high + ABOVE + BELOW, max(5.6, 2 * (wide + LEFT + 0.3))
    with figure(across, tall) as drawn:
        for left, mask, name in ((0.0, got, "yours"), (0.5, want, "expected")):
            corner = (LEFT / across + left, BELOW / tall)
            panel = drawn.add_axes((*corner, wide / across, high / tall))
            _draw(panel, mask, want, rows, columns)
            _name(panel, name, axes, centre)
        _write(drawn, title, sentence)
        _legend(drawn, got, want)
        return Picture(png(drawn), _words(got, want, title, sentence, rows, columns))


def _write(drawn: Any, title: str, sentence: str) -> None:
    """Put the title above the panels and the sentence below them."""
    across, tall = drawn.get_size_inches()
    drawn.text(0.025, 1 - 0.1 / tall, title, size=12, va="top", color=INK)
    text = "\n".join(wrap(sentence, int(14.5 * across)))
    drawn.text(0.025, 0.7 / tall, text, size=9, va="top", color=GREY, linespacing=1.4)


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


def _name(axes: Any, name: str, of: tuple[str, str], centre: tuple[int, int] | None) -> None:
    """Write what a panel and its rows and columns are, and frame the centre of the kernel."""
    axes.set_title(name, loc="left", fontsize=11, color=INK, pad=5)
    axes.set_ylabel(of[0], fontsize=8, color=FAINT)
    axes.set_xlabel(of[1], fontsize=8, color=FAINT, labelpad=1)
    if centre is not None:
        row, column = centre
        look: dict[str, Any] = {"edgecolor": INK, "linewidth": 2.5, "zorder": 5, "clip_on": False}
        axes.add_patch(Rectangle((column, row), 1, 1, fill=False, **look))


def _legend(drawn: Any, got: Tensor, want: Tensor) -> None:
    """Explain the colours and marks that occur, at the bottom."""
    wrong, hidden = got != want, want == 0
    entries = [
        ((want == 1).any(), "1: shown", SHOWN, ""),
        ((want == 0).any(), "0: hidden", HIDDEN, ""),
        ((wrong & hidden).any(), "should be hidden", LEAK, LEAK_MARK),
        ((wrong & ~hidden).any(), "should be shown", MISSED, MISSED_MARK),
    ]
    keys: list[Any] = []  # matplotlib draws a tuple of lines as one key, its stubs do not know
    names = [name for here, name, _, _ in entries if here]
    for face, mark in [(face, mark) for here, _, face, mark in entries if here]:
        edge = INK if mark == MISSED_MARK else "white"
        square = Line2D([], [], ls="", marker="s", ms=11, color=face)
        keys.append((square, Line2D([], [], ls="", marker=mark, ms=5, mec=edge, mfc="none")))
    look = {"frameon": False, "fontsize": 8, "labelcolor": INK, "handletextpad": 0.2}
    place = {"loc": "lower left", "bbox_to_anchor": (0.01, 0), "ncols": len(keys)}
    drawn.legend(keys, names, columnspacing=1.0, **look, **place)


def _words(
    got: Tensor,
    want: Tensor,
    title: str,
    sentence: str,
    rows: Sequence[str],
    columns: Sequence[str],
) -> str:
    """Say the mistake, both masks row by row, and where they differ."""
    wrong = [
        f"row {rows[i]}, column {columns[j]} should be {'shown' if want[i, j] else 'hidden'}"
        for i, j in (got != want).nonzero().tolist()
    ]
    many = f", and {len(wrong) - 6} more" if len(wrong) > 6 else ""
    where = "; ".join(wrong[:6]) + many
    both = f"Yours: {_row_by_row(got)}. Expected: {_row_by_row(want)}. Wrong: {where}."
    return " ".join(filter(None, (f"{title}.", sentence, both)))


def _row_by_row(mask: Tensor) -> str:
    return " / ".join(" ".join(f"{value:.3g}" for value in row) for row in mask.tolist())
