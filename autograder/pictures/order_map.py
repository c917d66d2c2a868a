"""From which input to which output: one square map, rows and columns in the order of prediction."""

from collections.abc import Sequence
from typing import Any

import torch
from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG

SEEN, NOTHING, LEAK, MISSED, HATCH = "#8DBBE3", "#ECECEC", "#FBE0D6", "#FBE3B5", "#9C5300"


def leaks_of(paths: Tensor) -> Tensor:
    """Return where an output is reached by its own input or a later one, bool (D, D)."""
    return (paths != 0).triu()


def missed_of(paths: Tensor) -> Tensor:
    """Return where an output is not reached by an earlier input, bool (D, D)."""
    return (paths == 0) & torch.ones_like(paths, dtype=torch.bool).tril(-1)


def draw_map(ax: Any, paths: Tensor, labels: Sequence[str], *, numbers: bool) -> None:
    """Draw `paths` (D, D), [i, j] from input j to output i: × and a frame mark a leak.

    An earlier input that does not arrive is hatched; `numbers` writes the entries, too.
    """
    leaks, missed = leaks_of(paths), missed_of(paths)
    for i in range(len(paths)):
        for j in range(len(paths)):
            value, leak = float(paths[i, j]), bool(leaks[i, j])
            _cell(ax, (j, i), bool(value), leak, bool(missed[i, j]))
            _write(ax, (j, i), ("×" if leak else "") + (f"{value:,.0f}" if numbers else ""), leak)
    size = len(paths)
    ax.set(xlim=(0, size), ylim=(size, 0), aspect="equal", anchor="W")
    ax.set_xticks([j + 0.5 for j in range(size)], labels, fontsize=9, color=GREY)
    ax.set_yticks([i + 0.5 for i in range(size)], labels, fontsize=9, color=GREY)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _cell(ax: Any, corner: tuple[int, int], seen: bool, leak: bool, missed: bool) -> None:
    look: dict[str, Any] = {"facecolor": SEEN if seen else NOTHING, "edgecolor": "white"}
    if missed:
        look = {"facecolor": MISSED, "edgecolor": HATCH, "hatch": "////"}
    if leak:
        look["facecolor"] = LEAK
    ax.add_patch(Rectangle(corner, 1, 1, lw=1.2, **look))
    if leak:
        frame: dict[str, Any] = {"edgecolor": WRONG, "lw": 2.5, "zorder": 4}
        inner = corner[0] + 0.06, corner[1] + 0.06
        ax.add_patch(Rectangle(inner, 0.88, 0.88, fill=False, **frame))


def _write(ax: Any, corner: tuple[int, int], words: str, leak: bool) -> None:
    colour, weight = (WRONG, "bold") if leak else (INK, "normal")
    middle: dict[str, Any] = {
        "ha": "center",
        "va": "center_baseline",
        "size": 10 if len(words) < 4 else 8.5,
    }
    ax.text(corner[0] + 0.5, corner[1] + 0.54, words, color=colour, weight=weight, **middle)
