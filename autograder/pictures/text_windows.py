"""What a model with a window knows at each place of a text: one row for each, the target beside.

It holds the text's words and marks alone, so it is right in every language: the rest is its
caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, quoted, said

KNOWN, PADDING, TARGET, BAD = "#CFE3F5", "#F0F0F0", "#FBE3B5", "#FBE0D6"
WIDE, HIGH = 0.86, 0.36  # inches, of a cell
EDGE, TITLE, ARROW = 0.16, 0.5, 0.5


@dataclass(frozen=True)
class TextWindows:
    """The words of a text by their tokens, its tokens (T,), and windows (T, n), yours and due.

    `pad` is the token of what is not there.
    """

    words: Sequence[str]
    tokens: Tensor
    yours: Tensor
    due: Tensor
    pad: int

    @property
    def wrong(self) -> Tensor:
        """Which entries are wrong, bool (T, n)."""
        return self.yours != self.due

    def word(self, token: int) -> str:
        """Return how a token is written."""
        return self.words[token] if 0 <= token < len(self.words) else f"{token}"


def text_windows(found: TextWindows, title: str, sentence: str) -> Picture:
    """Draw a row for each place: its window, an arrow, and the token that is to be predicted."""
    length, size = found.due.shape
    across = 2 * EDGE + WIDE * (size + 1) + ARROW
    with figure(max(across, 4.6), TITLE + HIGH * length + EDGE) as paper:
        ax = paper.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, max(across, 4.6)), ylim=(TITLE + HIGH * length + EDGE, 0))
        ax.axis("off")
        ax.text(EDGE, EDGE, title, size=12, va="top", color=INK, family="monospace")
        for place in range(length):
            _row(ax, found, place, TITLE + HIGH * place)
        return Picture(png(paper), _in_words(found, title, sentence), _caption(found, sentence))


def _row(ax: Any, found: TextWindows, place: int, top: float) -> None:
    size = found.due.shape[1]
    for column, token in enumerate(found.yours[place].tolist()):
        bad = bool(found.wrong[place, column])
        back = BAD if bad else PADDING if token == found.pad else KNOWN
        words = f"× {found.word(token)}" if bad else found.word(token)
        _cell(ax, (EDGE + WIDE * column, top), words, back, bad=bad)
    left = EDGE + WIDE * size
    middle = top + HIGH / 2
    look: dict[str, Any] = {"arrowstyle": "-|>", "color": GREY, "lw": 1.3}
    ax.annotate("", (left + ARROW - 0.06, middle), (left + 0.08, middle), arrowprops=look)
    _cell(ax, (left + ARROW, top), found.word(int(found.tokens[place])), TARGET, bad=False)


def _cell(ax: Any, corner: tuple[float, float], words: str, back: str, *, bad: bool) -> None:
    edge: dict[str, Any] = {"facecolor": back, "edgecolor": "white", "lw": 2}
    ax.add_artist(Rectangle(corner, WIDE, HIGH, **edge))
    style: dict[str, Any] = {"size": 10.5, "ha": "center", "va": "center"}
    middle = corner[0] + WIDE / 2, corner[1] + HIGH / 2
    ax.text(*middle, words, color=WRONG if bad else INK, weight="bold" if bad else None, **style)


def _caption(found: TextWindows, sentence: str) -> str:
    lead = said(
        "One row for each place of the text: what the window holds, oldest first, and behind the "
        "arrow the token that is to be predicted from it. Grey is padding."
    )
    crossed = said("× marks what does not belong there.") if found.wrong.any() else ""
    return listed([lead, crossed, sentence])


def _in_words(found: TextWindows, title: str, sentence: str) -> str:
    """Say each window and its target, and how many entries are wrong."""
    rows = []
    for window, token in zip(found.yours.tolist(), found.tokens.tolist(), strict=True):
        known = " ".join(found.word(one) for one in window)
        rows.append(f"{known} → {found.word(token)}")
    lead = said("{title}: {rows}.", title=title, rows=quoted("; ".join(rows)))
    if not found.wrong.any():
        return listed([lead, sentence])
    wrong = said(
        "{number} of {all} entries are wrong.",
        number=int(found.wrong.sum()),
        all=found.wrong.numel(),
    )
    return listed([lead, wrong, sentence])
