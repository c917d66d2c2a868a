"""What a classifier makes of one image: the image, some feature maps, and a bar for each class.

It holds numbers and code alone, so it is right in every language: the words are its caption.
"""

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from autograder.pictures.canvas import GREY, INK, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

BAR = "#0b5a9d"


@dataclass(frozen=True)
class Reading:
    """An image (H, W), feature maps (n, h, w) of it, and logits (K,)."""

    image: Tensor
    maps: Tensor
    logits: Tensor
    title: str


def reading(found: Reading, sentence: str) -> Picture:
    """Draw them from left to right; the alternative text says which logit is the largest."""
    count = len(found.maps)
    with figure(7.4, 2.3) as paper:
        widths = [1.0, *[0.8] * count, 0.15, 2.4]  # a gap for the numbers beside the bars
        axes = paper.subplots(1, count + 3, width_ratios=widths, squeeze=False)[0]
        paper.subplots_adjust(left=0.02, right=0.985, top=0.76, bottom=0.14, wspace=0.22)
        _image(axes[0], found.image, "gray_r", "x")
        for ax, one in zip(axes[1:], found.maps, strict=False):
            _image(ax, one, "cividis", "features")
        axes[-2].axis("off")
        _bars(axes[-1], found.logits)
        look: dict[str, Any] = {"size": 12, "va": "top", "color": INK, "family": "monospace"}
        paper.text(0.02, 0.97, found.title, **look)
        return Picture(png(paper), _in_words(found, sentence), _caption(count, sentence))


def _image(ax: Any, image: Tensor, colours: str, name: str) -> None:
    ax.imshow(image.tolist(), cmap=colours)
    ax.set_title(name, size=9, color=GREY, family="monospace")
    ax.set_xticks([])
    ax.set_yticks([])


def _bars(ax: Any, logits: Tensor) -> None:
    ax.bar(range(len(logits)), logits.tolist(), color=BAR)
    ax.axhline(0, color=INK, lw=0.8)
    ax.set_title("logits", size=9, color=GREY, family="monospace")
    ax.set_xticks(range(len(logits)))
    ax.tick_params(labelsize=8, colors=GREY)
    ax.spines[["top", "right"]].set_visible(False)


def _caption(count: int, sentence: str) -> str:
    lead = said(
        "Left an image, then feature maps of it, each in colours of its own, and a bar for the "
        "logit of each class."
    )
    return listed([lead if count else "", sentence])


def _in_words(found: Reading, sentence: str) -> str:
    """Say how large the image and the maps are, and where the logits lie."""
    height, width = found.image.shape
    rows, columns = found.maps.shape[1:]
    lead = said(
        "{title}: an image of {height}×{width} pixels, {count} feature maps of {rows}×{columns} "
        "places, and {classes} logits from {least} to {most}, the largest for class {best}.",
        title=found.title,
        height=height,
        width=width,
        count=len(found.maps),
        rows=rows,
        columns=columns,
        classes=len(found.logits),
        least=f"{float(found.logits.min()):.2g}",
        most=f"{float(found.logits.max()):.2g}",
        best=int(found.logits.argmax()),
    )
    return listed([lead, sentence])
