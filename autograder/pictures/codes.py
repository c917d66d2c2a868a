"""Images, the few numbers that an encoder keeps of each, and what is rebuilt from these.

It holds digits and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from autograder.pictures.canvas import GREY, INK, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

BAR = "#B26A00"  # of Okabe and Ito's palette, as in `curves`
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
        axes = paper.subplots(3, len(found), squeeze=False)
        paper.subplots_adjust(left=0.12, right=0.98, top=0.85, bottom=0.03, wspace=0.15)
        for column, one in enumerate(found):
            _image(axes[0][column], one.image)
            _bars(axes[1][column], one.code, most)
            _image(axes[2][column], one.rebuilt)
        for row, name in enumerate(ROWS):
            place = axes[row][0].get_position()
            middle = (place.y0 + place.y1) / 2
            look: dict[str, Any] = {"size": 8.5, "color": GREY, "family": "monospace"}
            paper.text(0.015, middle, name, va="center", **look)
        paper.text(0.015, 0.965, title, size=13, va="top", color=INK, family="monospace")
        return Picture(png(paper), _in_words(found, title, sentence), _caption(sentence))


def _image(ax: Any, pixels: Tensor) -> None:
    """Draw an image as ink on paper; what lies outside [0, 1] is put at its edge."""
    ax.imshow(1 - pixels.nan_to_num(0.5).clamp(0, 1).numpy(), cmap="gray", vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_edgecolor("#BBBBBB")


def _bars(ax: Any, code: Tensor, most: float) -> None:
    ax.bar(range(len(code)), code.nan_to_num(0.0).tolist(), color=BAR, width=0.75)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set(xticks=[], yticks=[], ylim=(-1.08 * most, 1.08 * most), xlim=(-0.7, len(code) - 0.3))
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
