"""Curves and points over a number: what is due, and what came.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

Look = Literal["line", "dashed", "steps", "points"]

# Of Okabe and Ito, in turn; each curve bears its name at its end, and points have shapes.
COLOURS = ("#0072B2", "#B26A00", "#117733", "#7B4B94")
SHAPES = ("o", "s", "^", "D")
NAMED = 6  # wrong points in words
LINE = 20  # dots between the names of two lines
BESIDE = 120  # dots: names that begin so far apart do not meet


@dataclass(frozen=True)
class Curve:
    """Numbers `ys` over `xs`; `name` is code or a formula, `wrong` marks points with ×."""

    name: str
    xs: Sequence[float]
    ys: Sequence[float]
    look: Look = "line"
    wrong: Sequence[bool] = ()


@dataclass(frozen=True)
class Band:
    """A part of what lies across, from `start` to `end`, that is hatched."""

    start: float
    end: float


@dataclass(frozen=True)
class Chart:
    """Curves below a title, which is code; `across` and `up` are short code, too.

    `low` and `high` bound what is shown: what lies outside is put at the edge. `band`, if given,
    is hatched from bottom to top.
    """

    title: str
    across: str
    up: str
    low: float
    high: float
    log: bool = False
    band: Band | None = None


def curves(chart: Chart, drawn: Sequence[Curve], sentence: str, caption: str) -> Picture:
    """Draw curves in one frame; the alternative text says where each begins and ends.

    Args: `sentence`, the conclusion; `caption`, in words, what is drawn how.
    """
    with figure(7.4, 3.6) as paper:
        ax = paper.add_axes((0.1, 0.14, 0.68, 0.7))
        ax.set_yscale("log" if chart.log else "linear")
        lines = [curve for curve in drawn if curve.look != "points"]
        points = [curve for curve in drawn if curve.look == "points"]
        for place, curve in enumerate(lines):
            _line(ax, curve, COLOURS[place % len(COLOURS)])
        for place, curve in enumerate(points):
            _points(ax, chart, curve, SHAPES[place % len(SHAPES)])
        ax.set_ylim(chart.low, chart.high)
        if chart.band is not None:
            hatched: dict[str, Any] = {"facecolor": "none", "edgecolor": GREY, "hatch": "////"}
            ax.axvspan(chart.band.start, chart.band.end, lw=0.5, zorder=1, **hatched)
        _names(ax, lines)
        ax.set_xlabel(chart.across, size=9, color=GREY, family="monospace")
        ax.set_ylabel(chart.up, size=9, color=GREY, family="monospace")
        ax.tick_params(labelsize=8, colors=GREY)
        ax.spines[["top", "right"]].set_visible(False)
        paper.text(0.03, 0.965, chart.title, size=13, va="top", color=INK, family="monospace")
        return Picture(png(paper), _in_words(chart, drawn, sentence), caption)


def _line(ax: Any, curve: Curve, colour: str) -> None:
    look: dict[str, Any] = {"color": colour, "linewidth": 2.0, "zorder": 2}
    if curve.look == "steps":
        ax.step(curve.xs, curve.ys, where="mid", **look)
    else:
        ax.plot(curve.xs, curve.ys, linestyle="--" if curve.look == "dashed" else "-", **look)


def _names(ax: Any, lines: Sequence[Curve]) -> None:
    """Write each line's name at its end, below one that ends at the same place."""
    ends = [tuple(ax.transData.transform((c.xs[-1], c.ys[-1]))) for c in lines]
    written: list[tuple[float, float]] = []
    for place in sorted(range(len(lines)), key=lambda n: ends[n][1], reverse=True):
        curve, (right, height) = lines[place], ends[place]
        above = [low - LINE for beside, low in written if abs(beside - right) < BESIDE]
        lowered = min(height, *above, math.inf)
        ax.annotate(
            curve.name,
            (curve.xs[-1], curve.ys[-1]),
            (9, (lowered - height) * 72 / ax.figure.dpi),
            textcoords="offset points",
            va="center",
            size=9,
            color=COLOURS[place % len(COLOURS)],
            annotation_clip=False,
        )
        written.append((right, lowered))


def _points(ax: Any, chart: Chart, curve: Curve, shape: str) -> None:
    """Draw points as they came, × over each wrong one; what lies outside is put at the edge."""
    seen = [_within(chart, y) for y in curve.ys]
    ax.plot(curve.xs, seen, shape, ms=7, mec=INK, mfc="white", mew=1.4, zorder=4)
    wrong = curve.wrong or [False] * len(seen)
    crosses = [(x, y) for x, y, bad in zip(curve.xs, seen, wrong, strict=True) if bad]
    if crosses:
        look = {"marker": "X", "ms": 11, "mec": "white", "linestyle": "", "zorder": 5}
        ax.plot(*zip(*crosses, strict=True), color=WRONG, **look)


def _within(chart: Chart, y: float) -> float:
    """Return a number inside the frame; NaN stands at its lower edge."""
    span = 1.15 if chart.log else 0.03 * (chart.high - chart.low)
    least = chart.low * span if chart.log else chart.low + span
    most = chart.high / span if chart.log else chart.high - span
    return min(max(y, least), most) if y == y else least


def _in_words(chart: Chart, drawn: Sequence[Curve], sentence: str) -> str:
    """Say the conclusion, then of each curve where it begins and ends, and what is wrong."""
    lead = said("{title}: {up} over {across}.", title=chart.title, up=chart.up, across=chart.across)
    return listed([lead, sentence, *(_told(chart, curve) for curve in drawn)])


def _told(chart: Chart, curve: Curve) -> str:
    numbers = [f"{y:.3g}" for y in curve.ys]
    places = [f"{x:.4g}" for x in curve.xs]
    ends = {
        "name": curve.name,
        "first": numbers[0],
        "start": places[0],
        "last": numbers[-1],
        "end": places[-1],
    }
    told = said("{name}: {first} at {start}, {last} at {end}.", **ends)
    top = _top(curve.ys)
    if top is not None:
        told = said(
            "{name}: {first} at {start}, up to {most} at {top}, {last} at {end}.",
            most=numbers[top],
            top=places[top],
            **ends,
        )
    wrong = [f"{x:g}" for x, bad in zip(curve.xs, curve.wrong, strict=False) if bad]
    if not wrong:
        return told
    crossed = ", ".join(wrong[:NAMED]) + (", …" if len(wrong) > NAMED else "")
    return listed(
        [told, said("Wrong at {across} = {places}.", across=chart.across, places=crossed)]
    )


def _top(ys: Sequence[float]) -> int | None:
    """Return where a curve that rises and falls is highest; None where that is an end."""
    top = max(range(len(ys)), key=lambda place: -math.inf if math.isnan(ys[place]) else ys[place])
    return top if ys[top] > max(ys[0], ys[-1]) else None
