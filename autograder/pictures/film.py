"""What one pixel listens to, and an image on its way, pixel by pixel.

It holds digits and marks alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

LATER, HATCH = "#EFEFEF", "#9A9A9A"
NAMED = 3  # of the strongest weights, in words


@dataclass(frozen=True)
class Film:
    """Weights of one pixel (H, W), and an image (H, W) as it is drawn.

    `pixel` is its number, row by row; `stops` says after how many pixels each frame was taken;
    `hopes` (N, H, W) are the probabilities of ink that a model states at each stop.
    """

    weights: Tensor
    pixel: int
    image: Tensor
    stops: Sequence[int]
    hopes: Tensor


def film(found: Film, title: str, sentence: str) -> Picture:
    """Draw the weights, the future hatched, beside two rows of frames: drawn, and P(ink)."""
    count = len(found.stops)
    with figure(7.4, 2.75) as paper:
        _weights(paper.add_axes((0.03, 0.05, 0.3, 0.79)), found)
        for place, stop in enumerate(found.stops):
            left = 0.36 + place * 0.63 / count
            for bottom, pixels in ((0.46, found.image), (0.05, found.hopes[place])):
                ax = paper.add_axes((left, bottom, 0.59 / count, 0.36))
                ax.set(xticks=[], yticks=[], anchor="N" if bottom < 0.4 else "S")
                ax.imshow(1 - pixels.clamp(0, 1).numpy(), cmap="gray", vmin=0, vmax=1)
                if bottom > 0.4:
                    _hide(ax, found.image.shape[1], stop, found.image.numel())
                    ax.set_title(str(stop), size=8, color=GREY, pad=3)
        paper.text(0.03, 0.965, title, size=13, va="top", color=INK, family="monospace")
        return Picture(png(paper), _in_words(found, title, sentence), _caption(sentence))


def _weights(ax: Any, found: Film) -> None:
    """Draw weights by colour and number: orange for fewer ink, blue for more."""
    width, most = found.weights.shape[1], float(found.weights.abs().max().clamp(min=1e-9))
    ax.imshow(found.weights.numpy(), cmap="PuOr", vmin=-1.9 * most, vmax=1.9 * most)
    for place in range(found.pixel):
        i, j = divmod(place, width)
        words = f"{float(found.weights[i, j]):+.1f}"
        # The colours are lighter than the darkest of the map, so that dark numbers can be read.
        ax.text(j, i, words, ha="center", va="center", size=6, color=INK)
    _hide(ax, width, found.pixel, found.weights.numel())
    i, j = divmod(found.pixel, width)
    ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor="white", edgecolor=INK, lw=2))
    ax.text(j, i, "?", ha="center", va="center", weight="bold", size=9, color=WRONG)
    ax.set(xticks=[], yticks=[], anchor="W")


def _hide(ax: Any, width: int, start: int, stop: int) -> None:
    """Hatch the pixels from one number on."""
    look: dict[str, Any] = {"facecolor": LATER, "edgecolor": HATCH, "hatch": "////", "lw": 0}
    row, column = divmod(start, width)
    if column:
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), width - column, 1, **look))
        row += 1
    height = stop // width - row
    if height > 0:
        ax.add_patch(Rectangle((-0.5, row - 0.5), width, height, **look))


def _caption(sentence: str) -> str:
    return listed(
        [
            said(
                "Left: the weight of each earlier pixel in the logit of the one that is marked ?."
            ),
            said("What comes later is hatched."),
            said(
                "Right, above: an image on its way, with the number of pixels drawn so far. "
                "Below: the probability of ink that the model then states, dark where it is high."
            ),
            sentence,
        ]
    )


def _in_words(found: Film, title: str, sentence: str) -> str:
    """Say which pixels count most, and how much ink the image has come to."""
    width = found.weights.shape[1]
    earlier = found.weights.flatten()[: found.pixel]
    strongest = earlier.abs().argsort(descending=True)[:NAMED].tolist()
    places = ", ".join(
        f"({place // width}, {place % width}) {float(earlier[place]):+.1f}" for place in strongest
    )
    row, column = divmod(found.pixel, width)
    weights = said(
        "{title}: of the pixels before (row {row}, column {column}) these weigh most: {places}.",
        title=title,
        row=row,
        column=column,
        places=places,
    )
    ink = [int(found.image.flatten()[:stop].sum()) for stop in found.stops]
    frames = said(
        "An image on its way: after {stops} pixels it has {ink} of ink.",
        stops=", ".join(map(str, found.stops)),
        ink=", ".join(map(str, ink)),
    )
    return listed([weights, frames, sentence])
