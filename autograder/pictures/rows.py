"""Rows of numbers that should be the same, below one another: where do they first differ?

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Mapping
from typing import Any

import torch
from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

SAME, OTHER = "#DCEAF5", "#F7D9CC"


def rows(
    fed: Tensor, found: Mapping[str, Tensor], close: float, title: str, sentence: str
) -> Picture:
    """Draw rows (D,) by name, and above them what was fed, (D,); what differs bears a ×.

    `close` is by how much two numbers may differ. The first difference is framed.
    """
    both = torch.stack(list(found.values())).double()
    apart = ~((both - both[0]).abs() <= close).all(0)
    with figure(7.4, 0.75 + 0.5 * (len(found) + 1)) as paper:
        ax = paper.add_axes((0.2, 0.12, 0.78, 0.66))
        for place, bit in enumerate(fed.tolist()):
            _cell(ax, (place, 0), f"x = {bit:g}", "white", False)
        for row, numbers in enumerate(both.tolist(), 1):
            for place, number in enumerate(numbers):
                wrong = bool(apart[place])
                _cell(ax, (place, row), f"{number:+.3f}", OTHER if wrong else SAME, wrong)
        _frame(ax, apart, len(found))
        ax.set(xlim=(0, len(fed)), ylim=(len(found) + 1, 0))
        ax.set_yticks([n + 1.5 for n in range(len(found))], list(found), size=9, family="monospace")
        ax.set_xticks([n + 0.5 for n in range(len(fed))], [str(n) for n in range(len(fed))], size=8)
        ax.tick_params(length=0, colors=GREY)
        ax.spines[:].set_visible(False)
        paper.text(0.03, 0.97, title, size=13, va="top", color=INK, family="monospace")
        return Picture(
            png(paper), _in_words(apart, both, title, sentence), _caption(apart, sentence)
        )


def _cell(ax: Any, corner: tuple[int, int], words: str, face: str, wrong: bool) -> None:
    x, y = corner
    ax.add_patch(Rectangle((x, y), 1, 1, facecolor=face, edgecolor="white", lw=2))
    text = f"× {words}" if wrong else words
    ax.text(x + 0.5, y + 0.5, text, ha="center", va="center", size=8.5, color=INK)


def _frame(ax: Any, apart: Tensor, count: int) -> None:
    if apart.any():
        first = int(apart.int().argmax())
        frame: dict[str, Any] = {"edgecolor": WRONG, "lw": 2.5, "zorder": 4, "clip_on": False}
        ax.add_patch(Rectangle((first, 1), 1, count, fill=False, **frame))


def _caption(apart: Tensor, sentence: str) -> str:
    lead = said("Above: the bits that were fed. Below: your logits, column by column, both ways.")
    marks = said("× marks columns that differ; the first of them is framed.")
    return listed([lead, marks if apart.any() else "", sentence])


def _in_words(apart: Tensor, both: Tensor, title: str, sentence: str) -> str:
    """Say whether the rows agree, or where they first differ, and the conclusion."""
    if not apart.any():
        agreed = said(
            "{title}: the same numbers in all {count} columns.", title=title, count=len(apart)
        )
        return listed([agreed, sentence])
    first = int(apart.int().argmax())
    lead = said(
        "{title}: the first difference is in column {column}, where the numbers are {numbers}.",
        title=title,
        column=first,
        numbers=", ".join(f"{number:.3f}" for number in both[:, first].tolist()),
    )
    return listed([lead, sentence])
