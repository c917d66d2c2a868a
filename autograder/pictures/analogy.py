"""Words as directions in the plane: a is to b as c is to …, a parallelogram and what is nearest.

It holds words and marks alone, so it is right in every language: the rest is its caption.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Circle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, RIGHT, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, quoted, said

WALK, RAY = "#0072B2", "#B26A00"  # of Okabe and Ito's palette
FAINT = "#C9C9C9"


@dataclass(frozen=True)
class Analogy:
    """Words, their vectors (V, 2), three of them, and the answers: yours and the one that is due.

    `a` is to `b` as `c` is to `due`.
    """

    names: Sequence[str]
    vectors: Tensor
    a: int
    b: int
    c: int
    yours: int
    due: int

    @property
    def units(self) -> list[tuple[float, float]]:
        """The vectors at length 1."""
        return [(x / math.hypot(x, y), y / math.hypot(x, y)) for x, y in self.vectors.tolist()]

    @property
    def target(self) -> tuple[float, float]:
        """Where the walk from c ends."""
        (ax, ay), (bx, by), (cx, cy) = (self.units[one] for one in (self.a, self.b, self.c))
        return bx - ax + cx, by - ay + cy

    @property
    def wrong(self) -> bool:
        """Whether yours is another word than due."""
        return self.yours != self.due


def analogy(found: Analogy, title: str, sentence: str) -> Picture:
    """Draw the words on the unit circle, the walk from a to b, and the same walk from c."""
    with figure(6.0, 4.1) as paper:
        ax = paper.add_axes((0.02, 0.01, 0.96, 0.88))
        ax.set(xlim=(-1.45, 1.45), ylim=(-0.3, 1.42), aspect="equal")
        ax.axis("off")
        ax.add_artist(Circle((0, 0), 1, fill=False, edgecolor=FAINT, lw=1.2))
        _walks(ax, found)
        _target(ax, found)
        for place, name in enumerate(found.names):
            _word(ax, found, place, name)
        paper.text(0.03, 0.97, title, size=12, va="top", color=INK, family="monospace")
        return Picture(png(paper), _in_words(found, title, sentence), _caption(found, sentence))


def _walks(ax: Any, found: Analogy) -> None:
    """Draw the parallelogram: a to b, the same from c, and the sides that join the two."""
    a, b, c = (found.units[one] for one in (found.a, found.b, found.c))
    for start, end in ((a, c), (b, found.target)):
        ax.plot(*zip(start, end, strict=True), ":", color=FAINT, lw=1.4, zorder=1)
    look: dict[str, Any] = {"arrowstyle": "-|>", "color": WALK, "lw": 2, "shrinkA": 5, "shrinkB": 3}
    ax.annotate("", b, a, arrowprops=look)
    ax.annotate("", found.target, c, arrowprops=look)


def _target(ax: Any, found: Analogy) -> None:
    """Draw where the walk ends, and the direction in which the nearest word is sought."""
    x, y = found.target
    ax.plot([0, x], [0, y], "--", color=RAY, lw=1.4, zorder=1)
    ax.plot(x, y, "D", ms=7, color=RAY, zorder=4)
    ax.plot(0, 0, "o", ms=3, color=GREY)


def _word(ax: Any, found: Analogy, place: int, name: str) -> None:
    """Draw a word at length 1, its own length faint behind, and rings around answers."""
    (x, y), own = found.units[place], found.vectors[place].tolist()
    ax.plot([0, own[0]], [0, own[1]], color=FAINT, lw=0.8, zorder=0)
    ax.plot(*own, "o", ms=4, mfc="white", mec=FAINT, zorder=0)
    used = place in (found.a, found.b, found.c)
    ax.plot(x, y, "s" if used else "o", ms=7, color=WALK if used else INK, zorder=3)
    colour, words = INK, name
    if place == found.due:
        ax.plot(x, y, "o", ms=16, mfc="none", mec=RIGHT, mew=2.2, zorder=3)
    if found.wrong and place == found.yours:
        ax.plot(x, y, "o", ms=16, mfc="none", mec=WRONG, mew=2.2, zorder=3)
        colour, words = WRONG, f"× {name}"
    style: dict[str, Any] = {"size": 11, "color": colour, "va": "center", "zorder": 5}
    side = "left" if x > 0.12 else "right"
    shift = 0.13 if x > 0.12 else -0.13
    ax.text(x + shift, y + 0.02, words, ha=side, **style)


def _caption(found: Analogy, sentence: str) -> str:
    lead = said(
        "Words at length 1, on the circle; faint, at their own length. Arrows: from {a} to {b}, "
        "and the same from {c}. The dashed ray leads to where that ends; the green ring is around "
        "the word nearest in this direction that is none of the three squares.",
        **_three(found),
    )
    crossed = said("× marks your answer.") if found.wrong else ""
    return listed([lead, crossed, sentence])


def _three(found: Analogy) -> dict[str, str]:
    return {key: quoted(found.names[getattr(found, key)]) for key in ("a", "b", "c")}


def _in_words(found: Analogy, title: str, sentence: str) -> str:
    """Say which word is due, and which one came."""
    due = said(
        "{title}: {a} is to {b} as {c} is to {due}.",
        title=title,
        due=quoted(found.names[found.due]),
        **_three(found),
    )
    if not found.wrong:
        return listed([due, sentence])
    yours = found.names[found.yours] if 0 <= found.yours < len(found.names) else "?"
    return listed([due, said("Yours is {word}.", word=quoted(yours)), sentence])
