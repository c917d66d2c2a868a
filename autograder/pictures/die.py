"""Perplexity as a die: among so many equally likely faces a model hesitates at every token.

It holds numbers and marks alone, so it is right in every language: the words are its caption.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Wedge

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

FACES = ("#8DBBE3", "#CFE3F5")  # in turn
REST, BAD = "#F2F2F2", ("#E9A79B", "#FBE0D6")
MOST = 24.0  # faces that are drawn apart
CLOSE = 1e-4


@dataclass(frozen=True)
class Die:
    """A perplexity, yours and the one that is due, and what it is of, short code."""

    name: str
    yours: float
    due: float

    @property
    def wrong(self) -> bool:
        """Whether yours is another number."""
        return not abs(self.yours - self.due) <= CLOSE * (1 + abs(self.due))


def dice(found: Sequence[Die], title: str, sentence: str) -> Picture:
    """Draw a wheel for each: as many faces as the perplexity says, the last one perhaps in part."""
    with figure(7.4, 3.1) as paper:
        paper.text(0.03, 0.965, title, size=12, va="top", color=INK, family="monospace")
        for place, one in enumerate(found):
            ax = paper.add_axes((place / len(found), 0.02, 1 / len(found), 0.8))
            ax.set(xlim=(-1.55, 1.55), ylim=(-1.55, 1.25), aspect="equal")
            ax.axis("off")
            _wheel(ax, one)
        return Picture(png(paper), _in_words(found, title, sentence), _caption(found, sentence))


def _wheel(ax: Any, one: Die) -> None:
    """Draw faces of one size, of which a whole turn holds as many as the next whole number."""
    shown = _drawn(one.yours)
    whole = max(1, math.ceil(shown - 1e-6))
    colours = BAD if one.wrong else FACES
    ax.add_artist(Wedge((0, 0), 1.12, 0, 360, width=0.62, facecolor=REST, edgecolor="white"))
    for face in range(whole):
        share = min(1.0, shown - face)
        end = 90 - 360 * face / whole
        begin = end - 360 * share / whole
        look: dict[str, Any] = {"facecolor": colours[face % 2], "edgecolor": "white", "lw": 1.5}
        ax.add_artist(Wedge((0, 0), 1.12, begin, end, width=0.62, **look))
    told = f"× {one.yours:.3g}" if one.wrong else f"{one.yours:.3g}"
    middle: dict[str, Any] = {"ha": "center", "va": "center"}
    size = 8 if len(told) > 7 else 11 if len(told) > 5 else 14
    ax.text(0, 0, told, size=size, weight="bold", color=WRONG if one.wrong else INK, **middle)
    ax.text(0, -1.38, one.name, size=9.5, color=GREY, family="monospace", **middle)


def _drawn(number: float) -> float:
    """Return how many faces are drawn of a perplexity."""
    if not math.isfinite(number):
        return MOST
    return min(max(number, 0.0), MOST)


def _caption(found: Sequence[Die], sentence: str) -> str:
    lead = said(
        "Each wheel has as many faces of one size as the perplexity says, the last one in part: "
        "the model is as unsure as if it threw that die for every token."
    )
    wrong = any(one.wrong for one in found)
    many = any(_drawn(one.yours) == MOST for one in found)
    return listed(
        [
            lead,
            said("× marks a number that is not due.") if wrong else "",
            said("No more than {number} faces are drawn.", number=f"{MOST:g}") if many else "",
            sentence,
        ]
    )


def _in_words(found: Sequence[Die], title: str, sentence: str) -> str:
    """Say all numbers, and which are wrong."""
    parts = [said("{title}.", title=title)]
    for one in found:
        given = {"name": one.name, "yours": f"{one.yours:.4g}", "due": f"{one.due:.4g}"}
        if one.wrong:
            parts.append(said("{name}: {yours}, where {due} is due.", **given))
        else:
            parts.append(said("{name}: {yours}.", **given))
    return listed([*parts, sentence])
