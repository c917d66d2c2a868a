"""Images that a sampler made, with the wrong pixels marked.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

import math
from typing import Any

from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

KEPT = "#0072B2"
MOST = 6  # images in a picture


def samples(
    images: Tensor, wrong: Tensor, name: str, sentence: str, known: Tensor | None = None
) -> Picture:
    """Draw the first images of a batch, × on each wrong pixel and a frame around known ones.

    The numbers of rows that hold a wrong pixel are bold, so the first broken row is found at once.

    Args: `name` of the function that drew them, which is the title; `sentence`, what is wrong;
    `images` (B, C, H, W) in [0, 1], C 1 or 3, values outside are clipped; `wrong` and
    `known`, bool (B, C, H, W): a pixel is marked when one of its channels is.
    """
    count = min(MOST, len(images))
    with figure(7.4, 2.4) as drawn:
        axes = drawn.subplots(1, count, squeeze=False)[0]
        drawn.subplots_adjust(left=0.04, right=0.97, top=0.82, bottom=0.06, wspace=0.15)
        drawn.text(0.03, 0.965, name, size=13, va="top", color=INK, family="monospace")
        for index, ax in enumerate(axes):
            ax.set_anchor("W")
            _draw(ax, images[index])
            _mark(ax, wrong[index].any(0), known[index].all(0) if known is not None else None)
        words = _in_words(wrong[:count].any(1), name, sentence)
        return Picture(png(drawn), words, _caption(known is not None))


def _draw(ax: Any, image: Tensor) -> None:
    pixels = image.nan_to_num(nan=0.5).clamp(0, 1).permute(1, 2, 0)
    # Ink on paper: 1 is dark, as the digits are shown in the handout.
    shown = 1 - pixels.expand(-1, -1, 3) if pixels.shape[2] == 1 else pixels
    # Softened, so that a mark stands out on dark and on light alike.
    ax.imshow((0.18 + 0.74 * shown).numpy(), interpolation="nearest")
    ax.set_xticks([])
    for spine in ax.spines.values():
        spine.set_edgecolor("#BBBBBB")


def _mark(ax: Any, wrong: Tensor, known: Tensor | None) -> None:
    size = 60 / math.sqrt(wrong.numel())
    ax.set_yticks(range(len(wrong)), range(len(wrong)), size=8, color=GREY)
    ax.tick_params(length=0)
    for label, broken in zip(ax.get_yticklabels(), wrong.any(1).tolist(), strict=True):
        if broken:
            label.set(color=WRONG, weight="bold")
    for i, j in wrong.nonzero().tolist():
        style = {"ha": "center", "va": "center", "weight": "bold", "size": size}
        box = {"boxstyle": "square,pad=0.05", "facecolor": WRONG, "edgecolor": "none"}
        ax.text(j, i, "×", color="white", bbox=box, **style)
    for i, j in known.nonzero().tolist() if known is not None else []:
        ax.add_patch(
            Rectangle((j - 0.42, i - 0.42), 0.84, 0.84, fill=False, edgecolor=KEPT, linewidth=1.5)
        )


def _caption(framed: bool) -> str:
    """Explain the marks that occur."""
    marks = said(
        "× marks a pixel that does not follow from what stands before it; the numbers of rows that "
        "hold one are bold."
    )
    frames = said("A blue frame marks what was known, and is to be kept.") if framed else ""
    return listed([marks, frames])


def _in_words(wrong: Tensor, name: str, sentence: str) -> str:
    """Say what is marked: wrong pixels in all, and the first one of the first wrong image."""
    count = int(wrong.sum())
    if not count:
        return listed([said("Draws of `{name}`: no pixel is wrong.", name=name), sentence])
    image, row, column = wrong.nonzero()[0].tolist()
    lead = said(
        "Draws of `{name}`: {wrong} of {number} pixels do not follow from what stands before them, "
        "the first in image {image} at (row {row}, column {column}).",
        name=name,
        wrong=count,
        number=wrong.numel(),
        image=image,
        row=row,
        column=column,
    )
    return listed([lead, sentence])
