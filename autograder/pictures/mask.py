"""A mask as a student returned it, beside the mask that was asked for."""

import io
import itertools
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.verdict import Picture

# Blue, vermilion and orange of Okabe and Ito, told apart by all common forms of colour vision;
# digits and corner marks say the same without any colour.
SHOWN, HIDDEN, LEAK, MISSED = "#0b5a9d", "#ececec", "#d55e00", "#f7cf8c"
LEAK_MARK, MISSED_MARK = "x", "o"  # markers of matplotlib
INK, FAINT = "#222222", "#8a8a8a"
CELL = 0.42  # inches; smaller when a mask is large
WIDEST = 4.2  # inches of one panel
EDGES, BELOW = 1.2, 0.55  # inches above and below the panels, and of these the part below


def mask_picture(
    got: Tensor,
    want: Tensor,
    *,
    title: str,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    centre: tuple[int, int] | None = None,
) -> Picture:
    """Draw two masks (R, C) side by side: what differs is marked, and said in the alt text.

    `rows` and `columns` are labels beside the cells (colours of feature maps, say), counted from
    0 when there are none; `centre` is the (row, column) to frame. The bytes depend on the
    arguments alone.
    """
    rows = rows or [str(i) for i in range(want.shape[0])]
    columns = columns or [str(j) for j in range(want.shape[1])]
    cell = min(CELL, WIDEST / max(want.shape))
    wide, high = cell * want.shape[1], cell * want.shape[0]
    tall = high + EDGES
    figure = Figure(figsize=(2 * max(wide, 1.9) + 1.2, tall), dpi=110)
    FigureCanvasAgg(figure)
    panels = figure.subplots(1, 2)
    for panel, mask, name in zip(panels, (got, want), ("yours", "expected"), strict=True):
        _draw(panel, mask, want, rows, columns)
        panel.set_title(name, fontsize=11, color=INK, pad=6)
        if centre is not None:
            _frame(panel, *centre)
    figure.suptitle(title, fontsize=12, color=INK, y=1 - 0.08 / tall, va="top")
    figure.subplots_adjust(
        left=0.08, right=0.97, bottom=BELOW / tall, top=1 - (EDGES - BELOW) / tall, wspace=0.12
    )
    _legend(figure)
    return Picture(_png(figure), _words(got, want, title, rows, columns))


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


def _frame(axes: Axes, row: int, column: int) -> None:
    axes.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor=INK, lw=2.5, zorder=5))


def _legend(figure: Figure) -> None:
    """Explain colours and marks below the panels."""
    names = {
        "1: shown": (SHOWN, ""),
        "0: hidden": (HIDDEN, ""),
        "should be hidden": (LEAK, LEAK_MARK),
        "should be shown": (MISSED, MISSED_MARK),
    }
    keys: list[Any] = []  # matplotlib draws a tuple of lines as one key, its stubs do not know
    for face, mark in names.values():
        edge = INK if mark == MISSED_MARK else "white"
        square = Line2D([], [], ls="", marker="s", ms=11, color=face)
        keys.append((square, Line2D([], [], ls="", marker=mark, ms=5, mec=edge, mfc="none")))
    figure.legend(
        keys,
        list(names),
        loc="lower center",
        ncols=4,
        frameon=False,
        fontsize=8,
        labelcolor=INK,
        handletextpad=0.2,
        columnspacing=1.0,
    )


def _png(figure: Figure) -> bytes:
    data = io.BytesIO()
    figure.savefig(data, format="png", metadata={"Software": None})
    return data.getvalue()


def _words(
    got: Tensor, want: Tensor, title: str, rows: Sequence[str], columns: Sequence[str]
) -> str:
    """Say both masks row by row, and where they differ."""
    wrong = [
        f"row {rows[i]}, column {columns[j]} should be {'shown' if want[i, j] else 'hidden'}"
        for i, j in (got != want).nonzero().tolist()
    ]
    many = f", and {len(wrong) - 6} more" if len(wrong) > 6 else ""
    where = "; ".join(wrong[:6]) + many
    return f"{title}. Yours: {_row_by_row(got)}. Expected: {_row_by_row(want)}. Wrong: {where}."


def _row_by_row(mask: Tensor) -> str:
    return " / ".join(" ".join(f"{value:.3g}" for value in row) for row in mask.tolist())
