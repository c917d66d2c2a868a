"""What does the prediction of one pixel look at? One panel for each finding."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from textwrap import wrap
from typing import Any

from matplotlib.colors import to_rgb
from matplotlib.patches import Patch, Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, RIGHT, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

LEAK = "#D6301E"
MISSED = "#FBD08C"
HATCH = "#9C5300"
LATER = "#E3E3E3"
BEYOND = "#F4F5EF"
# Blues from faint to strong, light enough at one end to stay apart from dark ink.
FAINT, STRONG = (0.74, 0.85, 0.93), (0.03, 0.31, 0.61)
NAMED = 6  # pixels in words, before the others are counted
SMALL = 12  # cells to a side: up to here every row and column is numbered
DECADES = 4  # of the log scale, from the strongest influence down to "faint"

# Colour, sign and hatching of a cell.
Look = tuple[Any, str, str]


@dataclass(frozen=True)
class Panel:
    """One map of an image of H × W pixels, for one predicted pixel (row, column).

    `strength` (H, W) is ≥ 0 and in any unit; `used`, `leaks` and `missed` are bool (H, W).
    """

    title: str
    passed: bool
    pixel: tuple[int, int]
    strength: Tensor
    used: Tensor
    leaks: Tensor
    missed: Tensor
    sentence: str


def receptive_field(panels: Sequence[Panel]) -> Picture:
    """Draw panels side by side, with a legend of what occurs in them.

    Each colour is doubled by a sign (× for a leak, hatching for what is missed, ? for the pixel),
    so nothing rests on colour alone; the alternative text says each panel's conclusion.
    """
    with figure(7.4 if len(panels) == 1 else 3.7 * len(panels), 4.3 + (len(panels) > 1)) as drawn:
        (_alone if len(panels) == 1 else _side_by_side)(drawn, panels)
        row, column = panels[0].pixel
        question = f"What does the prediction of pixel (row {row}, column {column}) look at?"
        drawn.text(0.03, 0.975, question, size=13, va="top", color=INK)
        return Picture(png(drawn), listed(_in_words(panel) for panel in panels))


def _alone(drawn: Any, panels: Sequence[Panel]) -> None:
    """Put the words to the right of the only map."""
    ax = drawn.add_axes((0.05, 0.07, 0.5, 0.73))
    ax.set_anchor("W")
    _draw(ax, panels[0])
    text = "\n".join(wrap(panels[0].sentence, 42))
    drawn.text(0.57, 0.80, text, size=9, va="top", color=GREY, linespacing=1.5)
    _legend(drawn, panels, (0.56, 0.055), 1)


def _side_by_side(drawn: Any, panels: Sequence[Panel]) -> None:
    """Put each map's words below it."""
    axes = drawn.subplots(1, len(panels), squeeze=False)[0]
    edge = 0.18 / len(panels)
    drawn.subplots_adjust(left=edge, right=1 - edge / 3, top=0.83, bottom=0.35, wspace=0.22)
    for ax, panel in zip(axes, panels, strict=True):
        ax.set_anchor("W")
        _draw(ax, panel)
        below = {"transform": ax.transAxes, "va": "top", "linespacing": 1.4}
        ax.text(0, -0.11, "\n".join(wrap(panel.sentence, 46)), size=9, color=GREY, **below)
    _legend(drawn, panels, (0.02, 0.005), len(panels) + 1)


def _draw(ax: Any, panel: Panel) -> None:
    height, width = panel.strength.shape
    largest = panel.strength[panel.used].max().item() if panel.used.any() else 1.0
    looks = [[_look(panel, i, j, largest) for j in range(width)] for i in range(height)]
    # One image and a few lines: an artist for each cell would take longer than all the rest.
    ax.imshow(
        [[to_rgb(colour) for colour, _, _ in row] for row in looks],
        extent=(0, width, height, 0),
        interpolation="nearest",
    )
    size = SMALL / max(SMALL, height, width)  # of lines and signs, of those of a small image
    edges = {"color": "white", "linewidth": 1.6 * size}
    ax.hlines(range(height + 1), 0, width, **edges)
    ax.vlines(range(width + 1), 0, height, **edges)
    for i, j in product(range(height), range(width)):
        _marked(ax, i, j, looks[i][j], size)
    i, j = panel.pixel
    ax.add_artist(Rectangle((j, i), 1, 1, fill=False, ec="black", lw=3 * size, zorder=3))
    _scaled(ax, height, width)
    sign, colour = ("✓", RIGHT) if panel.passed else ("✗", WRONG)
    ax.set_title(f"{sign}  {panel.title}", loc="left", color=colour, size=12, weight="bold")


def _marked(ax: Any, i: int, j: int, look: Look, size: float) -> None:
    """Hatch a cell, or put its sign into it."""
    colour, sign, hatch = look
    if hatch:
        ax.add_artist(Rectangle((j, i), 1, 1, facecolor=colour, edgecolor=HATCH, hatch=hatch))
        ax.add_artist(Rectangle((j, i), 1, 1, fill=False, edgecolor="white", linewidth=1.2))
    if sign:
        style = {"color": "white", "weight": "bold", "size": max(5, 11 * size), "zorder": 4}
        ax.text(j + 0.5, i + 0.53, sign, ha="center", va="center", **style)


def _scaled(ax: Any, height: int, width: int) -> None:
    """Number rows and columns, as many as can be read."""
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_aspect("equal")
    step = 1 + (max(height, width) - 1) // SMALL
    for place, length in ((ax.set_xticks, width), (ax.set_yticks, height)):
        numbered = range(0, length, step)
        place([each + 0.5 for each in numbered], numbered, size=8)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _look(panel: Panel, i: int, j: int, largest: float) -> Look:
    """Return colour, sign and hatching of one pixel."""
    if panel.leaks[i, j]:
        return LEAK, "×", ""
    if (i, j) == panel.pixel:
        return INK, "?", ""
    if panel.missed[i, j]:
        return MISSED, "", "////"
    if panel.used[i, j]:
        return _blue(panel.strength[i, j].item() / max(largest, 1e-300)), "", ""
    return (LATER if (i, j) > panel.pixel else BEYOND), "", ""


def _blue(share: float) -> tuple[float, float, float]:
    """Return the blue of an influence, as a share of the strongest, on a log scale."""
    depth = 1 + math.log10(max(share, 10.0**-DECADES)) / DECADES
    red, green, blue = (a + depth * (b - a) for a, b in zip(FAINT, STRONG, strict=True))
    return red, green, blue


def _legend(drawn: Any, panels: Sequence[Panel], corner: tuple[float, float], columns: int) -> None:
    """Explain the colours and signs that occur."""
    used = any(bool(panel.used.any()) for panel in panels)
    leak = any(bool(panel.leaks.any()) for panel in panels)
    missed = any(bool(panel.missed.any()) for panel in panels)
    entries = [
        (used, Patch(facecolor=STRONG), "earlier, used strongly"),
        (used, Patch(facecolor=FAINT), "used faintly (log scale)"),
        (leak, Patch(facecolor=LEAK), "× not earlier, yet used: a leak"),
        (missed, Patch(facecolor=MISSED, edgecolor=HATCH, hatch="////"), "earlier, missed"),
        (True, Patch(facecolor=LATER), "not earlier, not used: right"),
        (_unused(panels), Patch(facecolor=BEYOND, edgecolor="#BBBBBB"), "earlier, not used"),
        (True, Patch(facecolor=INK), "? the pixel predicted"),
    ]
    shown = [(patch, text) for here, patch, text in entries if here]
    drawn.legend(
        [patch for patch, _ in shown],
        [text for _, text in shown],
        loc="lower left",
        bbox_to_anchor=corner,
        ncols=columns,
        frameon=False,
        fontsize=8.5,
        columnspacing=1.4,
        handlelength=1.6,
    )


def _unused(panels: Sequence[Panel]) -> bool:
    """Say whether a pixel that comes earlier is neither used nor missed."""
    for panel in panels:
        first = panel.pixel[0] * panel.strength.shape[1] + panel.pixel[1]
        if not (panel.used | panel.missed).flatten()[:first].all():
            return True
    return False


def _in_words(panel: Panel) -> str:
    """Say a panel's conclusion with the pixels that matter, for those who do not see it."""
    i, j = panel.pixel
    state = said("right") if panel.passed else said("wrong")
    told = [
        said(
            "{title}, {state}: map of what pixel (row {row}, column {column}) looks at.",
            title=panel.title,
            state=state,
            row=i,
            column=j,
        )
    ]
    if panel.leaks.any():
        told.append(said("It wrongly sees {pixels}.", pixels=_places(panel.leaks)))
    if panel.missed.any():
        told.append(said("It misses {pixels}.", pixels=_places(panel.missed)))
    return listed([*told, panel.sentence])


def _places(cells: Tensor) -> str:
    """Name pixels by row and column, the first ones where there are many."""
    places = [f"({row}, {column})" for row, column in cells.nonzero().tolist()]
    shown, more = ", ".join(places[:NAMED]), len(places) - NAMED
    return said("{pixels} and {number} more", pixels=shown, number=more) if more > 0 else shown
