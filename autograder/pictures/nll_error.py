"""What each dimension of one image costs: expected, the student's, and the difference."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap
from typing import Any

from matplotlib.patches import Patch, Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, RIGHT, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import Said, listed, quoted, said

DEAR, CHEAP = "#D55E00", "#0072B2"
FAIR, HATCHED = "#E8F1EA", "#B9B9B9"
MATTERS = 0.005  # nats: what two decimals show
WIDTH = 7.4  # inches
ABOVE, BELOW = 0.95, 1.45  # inches of words above and below the panels


@dataclass(frozen=True)
class Costs:
    """The cost of one image in nats, dimension by dimension, laid out in rows and columns.

    `want` and `got` are (R, C); `elsewhere` is what the student's total holds beyond the sum of
    `got`; `notes` says of each dimension, row by row, what it is; `each` is what one is called.
    """

    want: Tensor
    got: Tensor
    elsewhere: float
    rows: Sequence[str]
    columns: Sequence[str]
    notes: Sequence[str]
    each: str

    @property
    def error(self) -> Tensor:
        """Return how much dearer than expected each dimension is, (R, C)."""
        return self.got - self.want

    @property
    def wrong(self) -> Tensor:
        """Say which dimensions cost another number than expected, bool (R, C)."""
        return self.error.abs() > MATTERS

    @property
    def totals(self) -> tuple[float, float]:
        """Return what the whole image costs: expected, and the student's."""
        return float(self.want.sum()), float(self.got.sum()) + self.elsewhere


def nll_error(costs: Costs, sentence: str) -> Picture:
    """Draw the three tables side by side, and `sentence` below what they come to.

    Grey is a cost, colour an error; each colour is doubled by a sign (▲ too dear, ▼ too cheap,
    ✓ right), so nothing rests on colour alone.
    """
    title = said("What does each {each} cost? (one image, in nats)", each=costs.each)
    words = listed([conclusion(costs), sentence])
    high, wide = costs.want.shape
    cell = min(0.62, 2.0 / wide)
    tall = cell * high + ABOVE + BELOW
    with figure(WIDTH, tall) as drawn:
        axes = drawn.subplots(1, 3)
        edges = {"top": 1 - ABOVE / tall, "bottom": BELOW / tall}
        drawn.subplots_adjust(left=0.075, right=0.985, wspace=0.3, **edges)
        _fill(axes, costs)
        drawn.text(0.03, 1 - 0.12 / tall, title, size=13, va="top", color=INK)
        text = "\n".join(wrap(words, 104))
        drawn.text(0.03, 0.86 / tall, text, size=9, va="top", color=GREY, linespacing=1.4)
        _legend(drawn, costs, 0.03 / tall)
        return Picture(png(drawn), _in_words(costs, title, words))


def _fill(axes: Any, costs: Costs) -> None:
    """Draw the three tables, each with what it comes to below."""
    want, got = costs.totals
    largest = max(MATTERS, float(costs.want.abs().max()), float(costs.got.abs().max()))
    shade = partial(_cost, largest=largest)
    more = abs(costs.elsewhere) > MATTERS
    rest = f" = cells {_signed(costs.elsewhere)} from elsewhere" if more else ""
    panels: list[tuple[str, Tensor, Callable[[float], _Look], str]] = [
        ("expected", costs.want, shade, _number(want)),
        ("yours", costs.got, shade, _number(got) + rest),
        ("yours − expected", costs.error, _error, _signed(got - want)),
    ]
    size = min(10.5, 32 / max(costs.want.shape))
    for ax, (name, table, look, total) in zip(axes, panels, strict=True):
        _frame(ax, costs)
        ax.set_title(name, loc="left", size=11, color=INK)
        ax.set_xlabel(f"in all {total}", loc="left", size=9, color=INK, labelpad=3)
        for i, j in itertools.product(*map(range, table.shape)):
            _cell(ax, (i, j), look(float(table[i, j])), size)
    _note(axes[0], costs)


def _frame(ax: Any, costs: Costs) -> None:
    high, wide = costs.want.shape
    ax.set(xlim=(0, wide), ylim=(high, 0), aspect="equal", anchor="W")
    ax.set_xticks([j + 0.5 for j in range(wide)], costs.columns, size=8, color=GREY)
    ax.set_yticks([i + 0.5 for i in range(high)], costs.rows, size=8, color=GREY)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


@dataclass(frozen=True)
class _Look:
    """How one number looks."""

    face: Any
    ink: str
    text: str
    hatched: bool = False


def _cost(value: float, largest: float) -> _Look:
    """Shade a cost: the dearer, the darker; a negative cost is none, so it is white and hatched."""
    depth = 0.97 - 0.33 * max(0.0, value) / largest
    negative = value < -MATTERS
    return _Look("white" if negative else (depth,) * 3, INK, _number(value), negative)


def _error(value: float) -> _Look:
    """Colour a difference by its sign."""
    if abs(value) <= MATTERS:
        return _Look(FAIR, RIGHT, "✓")
    sign = "▲" if value > 0 else "▼"
    return _Look(DEAR if value > 0 else CHEAP, "white", f"{sign}\n{_signed(value)}")


def _cell(ax: Any, place: tuple[int, int], look: _Look, size: float) -> None:
    i, j = place
    edge, hatch = (HATCHED, "////") if look.hatched else ("white", "")
    square: dict[str, Any] = {"facecolor": look.face, "edgecolor": edge, "hatch": hatch}
    ax.add_patch(Rectangle((j, i), 1, 1, linewidth=1.5, **square))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1} if look.hatched else None
    middle = {"ha": "center", "va": "center", "linespacing": 1.1}
    ax.text(j + 0.5, i + 0.5, look.text, size=size, color=look.ink, bbox=box, **middle)


def _note(ax: Any, costs: Costs) -> None:
    """Say below each expected cost what it is the cost of."""
    wide = costs.want.shape[1]
    for index, note in enumerate(costs.notes):
        i, j = divmod(index, wide)
        ax.text(j + 0.5, i + 0.83, note, size=6.5, color=INK, ha="center", va="center")


def _legend(drawn: Any, costs: Costs, low: float) -> None:
    """Explain the signs that occur."""
    entries = [
        ((costs.error > MATTERS).any(), Patch(facecolor=DEAR), "▲ too dear"),
        ((costs.error < -MATTERS).any(), Patch(facecolor=CHEAP), "▼ too cheap"),
        (not costs.wrong.all(), Patch(facecolor=FAIR, edgecolor=RIGHT), "✓ right"),
        (
            (costs.got < -MATTERS).any(),
            Patch(facecolor="white", edgecolor=HATCHED, hatch="////"),
            "negative: no cost can be",
        ),
    ]
    shown = [(patch, text) for here, patch, text in entries if here]
    drawn.legend(
        [patch for patch, _ in shown],
        [text for _, text in shown],
        loc="lower left",
        bbox_to_anchor=(0.02, low),
        ncols=len(shown),
        frameon=False,
        fontsize=8.5,
        columnspacing=1.4,
        handlelength=1.4,
    )


def conclusion(costs: Costs) -> str:
    """Say in one sentence how the student's costs differ from the expected ones."""
    each, wrong = costs.each, costs.wrong
    ratio = costs.got / costs.want.clamp(min=MATTERS)
    if not wrong.any():
        return said(
            "Each {each} costs what it should, but {number} nats are added.",
            each=each,
            number=f"{costs.elsewhere:.2f}",
        )
    if costs.got[wrong].abs().max() <= MATTERS:
        return said(
            "{some} of {number} cost nothing, whatever their probability.",
            some=int(wrong.sum()),
            number=wrong.numel(),
        )
    if wrong.all() and float(ratio.max() - ratio.min()) < 0.01:
        times = float(ratio.mean())
        if abs(times + 1) < 0.01:
            return said("Each {each} costs the right number with the wrong sign.", each=each)
        return said(
            "Each {each} costs {times} times what it should.", each=each, times=f"{times:.2f}"
        )
    i, j = divmod(int(costs.error.abs().argmax()), wrong.shape[1])
    return said(
        "{some} of {number} costs are wrong, most of all that of {place}: {yours} instead of "
        "{expected} nats.",
        some=int(wrong.sum()),
        number=wrong.numel(),
        place=listed([_term(costs.rows[i]), _term(costs.columns[j])]),
        yours=f"{costs.got[i, j]:.2f}",
        expected=f"{costs.want[i, j]:.2f}",
    )


def _in_words(costs: Costs, title: str, words: str) -> str:
    want, got = costs.totals
    tables = said(
        "Expected: {expected}. Yours: {yours}. In all {got} instead of {want}.",
        expected=_table(costs.want),
        yours=_table(costs.got),
        got=f"{got:.2f}",
        want=f"{want:.2f}",
    )
    return listed([title, tables, words])


def _term(label: str) -> str:
    """Return a label as a part of a sentence; one that is in no language stays as it is."""
    return label if isinstance(label, Said) or not label else quoted(label)


def _table(table: Tensor) -> str:
    rows = (" ".join(f"{_plain(cell):.2f}" for cell in row) for row in table.tolist())
    return " / ".join(rows)


def _plain(value: float) -> float:
    """Return 0 for what two decimals would show as -0.00."""
    return 0.0 if abs(value) < MATTERS else value


def _number(value: float) -> str:
    return f"{_plain(value):.2f}".replace("-", "−")


def _signed(value: float) -> str:
    return f"{_plain(value):+.2f}".replace("-", "−")
