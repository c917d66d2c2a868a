"""A line that learns: points and the line after some iterations, and below how the loss goes.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.pictures.canvas import GREY, INK, RIGHT, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, quoted, said

LINE = "#0072B2"  # of Okabe and Ito's palette
COLOURS, LOOKS = ("#117733", "#B26A00", "#7B4B94"), ("-", "--", ":")
CLOSE = 1e-3
HEIGHT, APART = 100.0, 12.0  # points: of the lower axes, and between two names
LEAST, MOST = 1e-2, 1e4  # of a loss that is shown: what lies outside is put at the edge


@dataclass(frozen=True)
class Fit:
    """The line weight · x + bias after an iteration, and what is due."""

    iteration: int
    line: tuple[float, float]
    due: tuple[float, float]

    @property
    def wrong(self) -> bool:
        """Say whether the line is another one than due."""
        pairs = zip(self.line, self.due, strict=True)
        return any(not abs(one - want) <= CLOSE * (1 + abs(want)) for one, want in pairs)


@dataclass(frozen=True)
class Losses:
    """The losses of all iterations at one learning rate, which `name` tells as code."""

    name: str
    losses: Sequence[float]


def descent(
    points: Sequence[tuple[float, float]],
    fits: Sequence[Fit],
    below: Sequence[Losses],
    title: str,
    sentence: str,
) -> Picture:
    """Draw a panel for each fit, and the losses below them on a logarithmic axis."""
    with figure(7.4, 4.6) as paper:
        width = 0.9 / len(fits)
        for place, fit in enumerate(fits):
            ax = paper.add_axes((0.07 + place * width, 0.54, 0.82 * width, 0.3))
            _panel(ax, points, fit, first=place == 0)
        _losses(paper.add_axes((0.1, 0.11, 0.66, 0.31)), below)
        paper.text(0.03, 0.975, title, size=13, va="top", color=INK, family="monospace")
        words = _in_words(fits, below, title, sentence)
        return Picture(png(paper), words, _caption(fits, sentence))


def _panel(ax: Any, points: Sequence[tuple[float, float]], fit: Fit, *, first: bool) -> None:
    xs, ys = zip(*points, strict=True)
    low, high = min(xs) - 0.3, max(xs) + 0.3
    if fit.wrong:
        ax.plot((low, high), [_at(fit.due, x) for x in (low, high)], "--", color=RIGHT, lw=1.6)
    colour = WRONG if fit.wrong else LINE
    ax.plot((low, high), [_at(fit.line, x) for x in (low, high)], color=colour, lw=2)
    ax.plot(xs, ys, "o", ms=5, mec=INK, mfc="white")
    ax.set(xlim=(low, high), ylim=(min(ys) - 2, max(ys) + 2))
    mark = f"{fit.iteration} ×" if fit.wrong else str(fit.iteration)
    ax.set_title(mark, size=10, color=WRONG if fit.wrong else INK, pad=4)
    ax.tick_params(labelsize=7, colors=GREY, labelleft=first)
    ax.spines[["top", "right"]].set_visible(False)


def _at(line: tuple[float, float], x: float) -> float:
    value = line[0] * x + line[1]
    return value if math.isfinite(value) else 0.0


def _losses(ax: Any, below: Sequence[Losses]) -> None:
    """Draw losses, each with its name at its end, or below that of another one."""
    ax.set_yscale("log")
    ax.set(ylim=(LEAST, MOST))
    lowest = math.inf
    for place in sorted(range(len(below)), key=lambda n: _shown(below[n])[-1], reverse=True):
        seen = _shown(below[place])
        colour, look = COLOURS[place % len(COLOURS)], LOOKS[place % len(LOOKS)]
        ax.plot(range(len(seen)), seen, look, color=colour, lw=2)
        beside: dict[str, Any] = {"textcoords": "offset points", "va": "center", "size": 9}
        end = (len(seen) - 1, seen[-1])
        height = math.log10(seen[-1] / LEAST) / math.log10(MOST / LEAST) * HEIGHT
        lowest = min(height, lowest - APART)
        ax.annotate(
            below[place].name,
            end,
            (8, lowest - height),
            color=colour,
            annotation_clip=False,
            **beside,
        )
    ax.set_xlabel("t", size=9, color=GREY, family="monospace")
    ax.set_ylabel("losses[t]", size=9, color=GREY, family="monospace")
    ax.tick_params(labelsize=8, colors=GREY)
    ax.spines[["top", "right"]].set_visible(False)


def _shown(one: Losses) -> list[float]:
    """Return losses within what is shown."""
    return [MOST if math.isnan(loss) else min(max(loss, LEAST), MOST) for loss in one.losses]


def _caption(fits: Sequence[Fit], sentence: str) -> str:
    panels = said(
        "Above: the points and the line after so many iterations. Below: the losses at three "
        "learning rates, as shares of the limit."
    )
    crossed = said("A dashed line is due where × stands.") if any(f.wrong for f in fits) else ""
    return listed([panels, crossed, sentence])


def _in_words(fits: Sequence[Fit], below: Sequence[Losses], title: str, sentence: str) -> str:
    """Say where each line is, and where each loss ends."""
    parts = [said("{title}.", title=title)]
    for fit in fits:
        weight, bias = fit.line
        numbers = quoted(f"{weight:.3g} x + {bias:.3g}")
        parts.append(said("After {count}: {line}.", count=fit.iteration, line=numbers))
        if fit.wrong:
            due = quoted(f"{fit.due[0]:.3g} x + {fit.due[1]:.3g}")
            parts.append(said("There {line} is due.", line=due))
    for one in below:
        first, last = (f"{one.losses[end]:.3g}" for end in (0, -1))
        name = quoted(one.name)
        parts.append(said("{name}: from {first} to {last}.", name=name, first=first, last=last))
    return listed([*parts, sentence])
