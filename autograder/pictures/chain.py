"""Boxes in a row: numbers that go forward through them, and gradients that come back.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import FancyBboxPatch

from autograder.pictures.canvas import INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

FORWARD, BACK = "#0072B2", "#B26A00"  # of Okabe and Ito's palette
CLOSE = 1e-3  # of numbers that are shown with two digits behind the point
HIGH, LOW = 0.62, 0.34  # of the two lines of numbers, of the picture's height


@dataclass(frozen=True)
class Link:
    """What goes by between two boxes, forward and back, and what is due of each."""

    forward: Sequence[float]
    back: Sequence[float]
    due_forward: Sequence[float]
    due_back: Sequence[float]

    @property
    def wrong(self) -> tuple[bool, bool]:
        """Say whether the numbers forward and those back are other than due."""
        return _differ(self.forward, self.due_forward), _differ(self.back, self.due_back)


def chain(boxes: Sequence[str], links: Sequence[Link], title: str, sentence: str) -> Picture:
    """Draw boxes with the numbers before, between and behind them; a frame and × mark wrong ones.

    Args: `boxes`, short code; `links`, one more than boxes; `title`, code; `sentence`, the
    conclusion. Raises ValueError for another number of links.
    """
    if len(links) != len(boxes) + 1:
        raise ValueError(f"{len(boxes)} boxes have {len(boxes) + 1} links, not {len(links)}")
    with figure(7.4, 2.9) as paper:
        ax = paper.add_axes((0.0, 0.0, 1.0, 1.0))
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.axis("off")
        ax.text(0.03, 0.965, title, size=13, va="top", color=INK, family="monospace")
        step = 0.94 / (2 * len(boxes) + 1)
        for place, name in enumerate(boxes):
            _box(ax, 0.03 + (2 * place + 1.5) * step, step, name)
        for place, link in enumerate(links):
            _link(ax, 0.03 + (2 * place + 0.5) * step, step, link)
        broken = any(any(link.wrong) for link in links)
        words = _in_words(boxes, links, title, sentence)
        return Picture(png(paper), words, _caption(broken, sentence))


def _box(ax: Any, x: float, step: float, name: str) -> None:
    look: dict[str, Any] = {"facecolor": "#EEF3F8", "edgecolor": INK, "lw": 1.2}
    low, high = (x - 0.46 * step, LOW - 0.16), 0.92 * step
    ax.add_patch(FancyBboxPatch(low, high, 0.6, boxstyle="round,pad=0,rounding_size=0.02", **look))
    ax.text(x, (HIGH + LOW) / 2, name, size=8.5, ha="center", va="center", family="monospace")


def _link(ax: Any, x: float, step: float, link: Link) -> None:
    """Draw an arrow forward with its numbers above, and one back with its own below."""
    rows = ((HIGH, link.forward, FORWARD, 1), (LOW, link.back, BACK, -1))
    for (y, numbers, colour, way), wrong in zip(rows, link.wrong, strict=True):
        ends = [(x - way * 0.42 * step, y - way * 0.05), (x + way * 0.42 * step, y - way * 0.05)]
        look: dict[str, Any] = {"arrowstyle": "-|>", "color": colour, "lw": 1.4}
        ax.annotate("", ends[1], ends[0], arrowprops=look)
        frame = {"boxstyle": "square,pad=0.25", "facecolor": "white", "edgecolor": WRONG, "lw": 1.6}
        ax.text(
            x,
            y + way * 0.02,
            "\n".join(map(_told, numbers)) + (" ×" if wrong else ""),
            size=9,
            ha="center",
            va="bottom" if way > 0 else "top",
            color=WRONG if wrong else INK,
            bbox=frame if wrong else None,
        )


def _told(number: float) -> str:
    """Write a number, a zero without a sign."""
    return f"{round(number, 2) + 0.0:.2f}"


def _differ(numbers: Sequence[float], due: Sequence[float]) -> bool:
    pairs = zip(numbers, due, strict=True)
    return any(not abs(one - want) <= CLOSE * (1 + abs(want)) for one, want in pairs)


def _caption(broken: bool, sentence: str) -> str:
    lines = said(
        "Above, from left to right: numbers forward. Below, from right to left: gradients."
    )
    framed = said("A frame and × mark numbers that are not due.") if broken else ""
    return listed([lines, framed, sentence])


def _in_words(boxes: Sequence[str], links: Sequence[Link], title: str, sentence: str) -> str:
    """Say all numbers in their order, and which are wrong."""

    def told(numbers: Sequence[float]) -> str:
        return ", ".join(map(_told, numbers))

    forward = "; ".join(told(link.forward) for link in links)
    back = "; ".join(told(link.back) for link in reversed(links))
    parts = [
        said("{title}: {boxes}.", title=title, boxes=", ".join(boxes)),
        said("Forward: {numbers}.", numbers=forward),
        said("Back: {numbers}.", numbers=back),
    ]
    for place, link in enumerate(links):
        for wrong, due in zip(link.wrong, (link.due_forward, link.due_back), strict=True):
            if wrong:
                there = told(due)
                parts.append(said("Behind box {place} {due} is due.", place=place, due=there))
    return listed([*parts, sentence])
