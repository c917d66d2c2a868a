"""Which token saw which: one square map of all of them, as a language model must have none above.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, RIGHT, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

LEAK, MISSED, HATCH = "#FBE0D6", "#FBD08C", "#9C5300"
LATER, BEYOND = "#E3E3E3", "#F7F7F2"
# Blues from faint to strong, as of a receptive field; hatching and × say the rest once more.
FAINT, STRONG = (0.80, 0.89, 0.96), (0.03, 0.31, 0.61)
DECADES = 4  # of the log scale, from the strongest influence down to "faint"
NAMED = 6  # pairs in words, before the others are counted
CROWDED = 12  # tokens: above, not every one is numbered


@dataclass(frozen=True)
class TokenMap:
    """What each token's logits look at, (T, T): row t, column s for token s.

    `strength` is ≥ 0 and in any unit; `seen` and `missed` are bool, `missed` None where nothing
    has to be seen. A cell that is seen with s ≥ t is a leak. `labels` are what stands at the
    places, their numbers by default; `title` is code or a name.
    """

    title: str
    passed: bool
    strength: Tensor
    seen: Tensor
    missed: Tensor | None = None
    labels: Sequence[str] = ()
    sentence: str = ""

    @property
    def leaks(self) -> Tensor:
        """Where a token saw itself or a later one, bool (T, T)."""
        return self.seen.triu()

    @property
    def lacks(self) -> Tensor:
        """Where an earlier token that should matter never does, bool (T, T)."""
        return torch.zeros_like(self.seen) if self.missed is None else self.missed


def token_map(drawn: TokenMap) -> Picture:
    """Draw the map with a scale beside it; × in a red frame is a leak, hatching what is missed.

    The line is the border that nothing may cross: left of it and below are earlier tokens.
    """
    with figure(5.4, 4.6) as paper:
        ax = paper.add_axes((0.11, 0.1, 0.64, 0.75))
        _cells(ax, drawn)
        _border(ax, len(drawn.seen))
        _axes(ax, drawn)
        _scale(paper)
        sign, colour = ("✓", RIGHT) if drawn.passed else ("✗", WRONG)
        title = f"{sign}  {drawn.title}"
        paper.text(0.03, 0.965, title, size=13, va="top", color=colour, weight="bold")
        code: dict[str, Any] = {"size": 9.5, "va": "top", "color": GREY, "family": "monospace"}
        paper.text(0.97, 0.955, "logits[:, t] ← tokens[:, s]", ha="right", **code)
        return Picture(png(paper), _in_words(drawn), _caption(drawn))


def _cells(ax: Any, drawn: TokenMap) -> None:
    """Draw one image of all cells, and artists where there is a sign: many would take long."""
    size = len(drawn.seen)
    largest = drawn.strength[drawn.seen].max().item() if drawn.seen.any() else 1.0
    shares = drawn.strength / max(largest, 1e-300)
    colours = [[_colour(drawn, (t, s), shares) for s in range(size)] for t in range(size)]
    ax.imshow(colours, extent=(0, size, size, 0), interpolation="nearest")
    ax.hlines(range(size + 1), 0, size, color="white", lw=1.2)
    ax.vlines(range(size + 1), 0, size, color="white", lw=1.2)
    for t, s in drawn.lacks.nonzero().tolist():
        hatched: dict[str, Any] = {"fc": MISSED, "ec": HATCH, "hatch": "////", "lw": 0}
        ax.add_patch(Rectangle((s + 0.02, t + 0.02), 0.96, 0.96, **hatched))
    for t, s in drawn.leaks.nonzero().tolist():
        inner = (s + 0.06, t + 0.06)
        ax.add_patch(Rectangle(inner, 0.88, 0.88, fill=False, ec=WRONG, lw=2.2, zorder=4))
        cross = {"ha": "center", "va": "center_baseline", "weight": "bold", "zorder": 5}
        ax.text(s + 0.5, t + 0.53, "×", color=WRONG, size=15 * min(1, 8 / size), **cross)


def _colour(drawn: TokenMap, place: tuple[int, int], shares: Tensor) -> tuple[float, ...]:
    t, s = place
    if drawn.leaks[place]:
        return to_rgb(LEAK)
    if drawn.seen[place]:
        return _blue(shares[place].item())
    return to_rgb(LATER if s >= t else BEYOND)


def _border(ax: Any, size: int) -> None:
    """Draw the staircase below which tokens are earlier."""
    xs, ys = [0.0], [0.0]
    for t in range(size):
        xs += [t, t]
        ys += [t, t + 1]
        xs.append(t + 1)
        ys.append(t + 1)
    ax.plot(xs, ys, color=INK, lw=2.2, zorder=6, clip_on=False, solid_joinstyle="miter")


def _axes(ax: Any, drawn: TokenMap) -> None:
    size = len(drawn.seen)
    ax.set(xlim=(0, size), ylim=(size, 0), aspect="equal", anchor="NW")
    step = 1 + (size - 1) // CROWDED
    labels = list(drawn.labels or map(str, range(size)))
    places = [place + 0.5 for place in range(0, size, step)]
    ax.set_xticks(places, labels[::step], fontsize=9, color=GREY)
    ax.set_yticks(places, labels[::step], fontsize=9, color=GREY)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    name: dict[str, Any] = {"size": 10, "color": GREY, "family": "monospace"}
    ax.set_ylabel("t", rotation=0, labelpad=10, **name)
    ax.text(size + 0.15, -0.12, "s", va="bottom", **name)


def _scale(paper: Any) -> None:
    """Show which blue stands for how much of the strongest influence."""
    ax = paper.add_axes((0.79, 0.1, 0.035, 0.6))
    steps = 4 * DECADES
    shares = [10 ** (DECADES * ((step + 0.5) / steps - 1)) for step in range(steps)]
    blues = [[_blue(share)] for share in shares]
    ax.imshow(blues, extent=(0, 1, 0, steps), origin="lower", aspect="auto")
    ax.set(xticks=[])
    powers = range(-DECADES, 1)
    names = [f"{10.0**power:g}" for power in powers]
    ax.set_yticks([4 * (power + DECADES) for power in powers], names, fontsize=8.5, color=GREY)
    ax.yaxis.tick_right()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _blue(share: float) -> tuple[float, float, float]:
    """Return the blue of an influence, as a share of the strongest, on a log scale."""
    depth = 1 + math.log10(max(share, 10.0**-DECADES)) / DECADES
    red, green, blue = (a + depth * (b - a) for a, b in zip(FAINT, STRONG, strict=True))
    return red, green, blue


def _caption(drawn: TokenMap) -> str:
    told = [
        said(
            "Row t shows which tokens s the logits of token t look at: the darker, the more, as a "
            "share of the strongest. Nothing may stand right of the black line."
        )
    ]
    if drawn.leaks.any():
        told.append(said("× marks a token that is seen and must not be."))
    if drawn.lacks.any():
        told.append(said("Hatched is an earlier token that never matters."))
    return listed([*told, drawn.sentence])


def _in_words(drawn: TokenMap) -> str:
    """Say the map's conclusion with the pairs that matter, for those who do not see it."""
    state = said("right") if drawn.passed else said("wrong")
    told = [
        said("{title}, {state}: map of which token sees which.", title=drawn.title, state=state)
    ]
    if drawn.leaks.any():
        told.append(said("These see what they must not: {pairs}.", pairs=_pairs(drawn.leaks)))
    if drawn.lacks.any():
        told.append(said("These miss what comes before: {pairs}.", pairs=_pairs(drawn.lacks)))
    return listed([*told, drawn.sentence])


def _pairs(cells: Tensor) -> str:
    """Name pairs, the token whose logits it is first, the first ones where there are many."""
    pairs = [f"{t} ← {s}" for t, s in cells.nonzero().tolist()]
    shown, more = ", ".join(pairs[:NAMED]), len(pairs) - NAMED
    return said("{pairs} and {number} more", pairs=shown, number=more) if more > 0 else shown
