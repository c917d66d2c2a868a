"""Images, the few numbers that an encoder keeps of each, and what is rebuilt from these.

It holds digits and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

BAR = "#B26A00"  # of Okabe and Ito's palette, as in `curves`
APART = 2.6  # from one image to the next, in widths
ROWS = ("x", "encode(x)", "model(x)")


@dataclass(frozen=True)
class Coded:
    """An image (H, W) in [0, 1], its code (K,), and the image that is rebuilt from it (H, W)."""

    image: Tensor
    code: Tensor
    rebuilt: Tensor

    @property
    def off(self) -> float:
        """Return how far the pixel that is rebuilt worst is off."""
        return float((self.image.double() - self.rebuilt.double()).abs().max())


def codes(found: Sequence[Coded], title: str, sentence: str) -> Picture:
    """Draw images in a row, below each its code as bars, below that the rebuilt image.

    Bars of all images have one scale. Args: `title`, code; `sentence`, the conclusion.
    """
    most = max(float(one.code.abs().max()) for one in found) or 1.0
    with figure(7.4, 3.3) as paper:
        # Three axes, not three for each image: to make one takes longer than to draw in it.
        axes = paper.subplots(3, 1)
        paper.subplots_adjust(left=0.12, right=0.98, top=0.85, bottom=0.03, hspace=0.1)
        _images(axes[0], [one.image for one in found])
        _bars(axes[1], [one.code for one in found], most)
        _images(axes[2], [one.rebuilt for one in found])
        for row, name in enumerate(ROWS):
            place = axes[row].get_position()
            middle = (place.y0 + place.y1) / 2
            look: dict[str, Any] = {"size": 8.5, "color": GREY, "family": "monospace"}
            paper.text(0.015, middle, name, va="center", **look)
        paper.text(0.015, 0.965, title, size=13, va="top", color=INK, family="monospace")
        return Picture(png(paper), _in_words(found, title, sentence), _caption(sentence))


def _images(ax: Any, images: Sequence[Tensor]) -> None:
    """Draw images side by side as ink on paper; what lies outside [0, 1] is put at its edge."""
    height, width = images[0].shape
    for place, pixels in enumerate(images):
        left = place * width * APART
        ink = 1 - pixels.nan_to_num(0.5).clamp(0, 1).numpy()
        extent = (left, left + width, height, 0)
        ax.imshow(ink, cmap="gray", vmin=0, vmax=1, extent=extent, aspect="equal")
        ax.add_artist(Rectangle((left, 0), width, height, fill=False, edgecolor="#BBBBBB"))
    room = width * (APART - 1) / 2
    ax.set(xticks=[], yticks=[], ylim=(height + 0.1, -0.1))
    ax.set_xlim(-room, ((len(images) - 1) * APART + 1) * width + room)
    ax.spines[["top", "right", "bottom", "left"]].set_visible(False)


def _bars(ax: Any, found: Sequence[Tensor], most: float) -> None:
    """Draw codes side by side, each as bars on a line of its own."""
    count = len(found[0])
    for place, code in enumerate(found):
        left = place * count * APART
        ax.bar(
            [left + i for i in range(count)], code.nan_to_num(0.0).tolist(), color=BAR, width=0.75
        )
        ax.hlines(0, left - 0.5, left + count - 0.5, color=INK, linewidth=0.8)
    room = count * (APART - 1) / 2
    ax.set(xticks=[], yticks=[], ylim=(-1.08 * most, 1.08 * most))
    ax.set_xlim(-0.5 - room, ((len(found) - 1) * APART + 1) * count - 0.5 + room)
    ax.spines[["top", "right", "bottom", "left"]].set_visible(False)


def _caption(sentence: str) -> str:
    rows = said(
        "Above: images. In the middle: their codes, a bar for each number, up or down from 0. "
        "Below: the images rebuilt from these numbers alone."
    )
    return listed([rows, sentence])


def _in_words(found: Sequence[Coded], title: str, sentence: str) -> str:
    """Say how many images and numbers there are, and how far off the rebuilt images are."""
    lead = said(
        "{title}: {count} images, their codes of {numbers} numbers, and the images rebuilt from "
        "these. The worst pixels are off by {off}.",
        title=title,
        count=len(found),
        numbers=len(found[0].code),
        off=", ".join(f"{one.off:.2f}" for one in found),
    )
    return listed([lead, sentence])
