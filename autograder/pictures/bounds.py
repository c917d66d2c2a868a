"""A bound on the NLL against the number of draws: does it fall, and stay above the truth?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from autograder.pictures.canvas import GREY, INK, RIGHT, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

YOURS = "#0072B2"
FORBIDDEN = "#F3E3C3"
HATCH = "#C9A86A"
BELOW, ABOVE = 1.1, 0.25  # shown beyond −log p(x) and −ELBO, in units of their distance
AGREE = 1e-3  # nats: rounding in float32 stays below it


@dataclass(frozen=True)
class Bounds:
    """Bounds −L_K for K in `counts`, as they came and as they are due, and the exact −log p(x).

    `wrong` says which of yours break the order; the first of `due` is −ELBO, the loosest.
    """

    counts: Sequence[int]
    yours: Sequence[float]
    due: Sequence[float]
    exact: float
    wrong: Sequence[bool]

    @property
    def right(self) -> bool:
        """Say whether the order holds everywhere and the bounds are those that are due."""
        far = [abs(y - d) for y, d in zip(self.yours, self.due, strict=True)]
        return not any(self.wrong) and max(far) <= AGREE


def bounds(found: Bounds, sentence: str) -> Picture:
    """Draw the bounds over K, × where the order breaks, and the region where no bound can lie."""
    with figure(7.4, 3.9) as drawn:
        ax = drawn.add_axes((0.09, 0.31, 0.62, 0.55))
        low, high = _range(found)
        _truth(ax, found, low)
        _yours(ax, found, low, high)
        ax.set_xscale("log", base=2)
        ax.set_xticks(found.counts, [str(k) for k in found.counts], size=8)
        ax.set_xlim(found.counts[0] / 1.3, found.counts[-1] * 1.3)
        ax.set_ylim(low, high)
        ax.set_xlabel("K, draws of z for each bound", size=9, color=GREY)
        ax.set_ylabel("nats", size=9, color=GREY)
        ax.tick_params(labelsize=8, colors=GREY)
        ax.spines[["top", "right"]].set_visible(False)
        sign, colour = ("✓", RIGHT) if found.right else ("✗", WRONG)
        title = f"{sign}  −ELBO ≥ −L₂ ≥ … ≥ −log p(x)"
        drawn.text(0.03, 0.97, title, size=13, va="top", color=colour, weight="bold")
        drawn.legend(
            loc="upper left",
            bbox_to_anchor=(0.72, 0.87),
            frameon=False,
            fontsize=8.5,
            labelcolor=INK,
        )
        text = "\n".join(wrap(sentence, 112))
        drawn.text(0.03, 0.14, text, size=9, va="top", color=GREY, linespacing=1.4)
        return Picture(png(drawn), _in_words(found, sentence))


def _range(found: Bounds) -> tuple[float, float]:
    gap = found.due[0] - found.exact
    return found.exact - BELOW * gap, found.due[0] + ABOVE * gap


def _truth(ax: Any, found: Bounds, low: float) -> None:
    """Draw what is due, and hatch what lies below the exact NLL."""
    style = {"facecolor": FORBIDDEN, "edgecolor": HATCH, "hatch": "////", "linewidth": 0}
    ax.axhspan(low, found.exact, label="no bound lies here", zorder=0, **style)
    ax.axhline(found.exact, color=INK, linewidth=2, label="exact: −log p(x)")
    ax.plot(
        found.counts,
        found.due,
        color=GREY,
        linestyle="--",
        linewidth=1.4,
        label="due: −L_K",
        zorder=3,
    )


def _yours(ax: Any, found: Bounds, low: float, high: float) -> None:
    """Draw what came; what lies outside the picture is put at its edge."""
    edge = 0.03 * (high - low)
    seen = [
        min(max(y, low + edge), high - edge) if math.isfinite(y) else high - edge
        for y in found.yours
    ]
    ax.plot(found.counts, seen, color=YOURS, marker="o", ms=6, label="yours: −L_K", zorder=4)
    broken = [(k, y) for k, y, bad in zip(found.counts, seen, found.wrong, strict=True) if bad]
    if broken:
        marks = {"linestyle": "", "marker": "X", "ms": 11, "mec": "white", "zorder": 5}
        ax.plot(*zip(*broken, strict=True), color=WRONG, label="× breaks the order", **marks)


def _in_words(found: Bounds, sentence: str) -> str:
    """Say how the bounds run, where the order breaks, and the diagnosis."""
    broken = [str(k) for k, bad in zip(found.counts, found.wrong, strict=True) if bad]
    order = (
        said("It breaks at K = {counts}.", counts=", ".join(broken))
        if broken
        else said("It holds for every K.")
    )
    numbers = said(
        "Bounds on the NLL for K = {counts} draws: yours {yours} nats; the exact NLL is {exact}.",
        counts=", ".join(map(str, found.counts)),
        yours=", ".join(f"{y:.2f}" for y in found.yours),
        exact=f"{found.exact:.2f}",
    )
    chain = said("The order −ELBO ≥ −L₂ ≥ … ≥ −log p(x): {order}", order=order)
    return listed([numbers, chain, sentence])
