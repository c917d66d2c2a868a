"""Texts that grow token by token, as a tree: which of them beam search keeps.

It holds tokens, digits and marks alone, so it is right in every language: the words are its
caption.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, quoted, said

Text = tuple[int, ...]
KEPT, FAINT = "#0072B2", "#BDBDBD"  # of Okabe and Ito's palette
ROW = 0.25  # inches, from leaf to leaf


@dataclass(frozen=True)
class Tree:
    """Texts, by their tokens, with their log-probabilities; which are kept, by you and rightly.

    Args: `names` of the tokens; `log_probs`, of each text that is drawn but the empty one, whose
    beginnings are among them; `yours` is None where nothing is known of yours.
    """

    names: Sequence[str]
    log_probs: Mapping[Text, float]
    due: Set[Text]
    yours: Set[Text] | None = None

    @cached_property
    def leaves(self) -> list[Text]:
        """The texts that nothing follows, from top to bottom."""
        begun = {text[:-1] for text in self.log_probs}
        return sorted(text for text in self.log_probs if text not in begun)

    @cached_property
    def heights(self) -> Mapping[Text, float]:
        """Where each text stands, in rows from the top: in the middle of what follows it."""
        found: dict[Text, float] = {text: float(row) for row, text in enumerate(self.leaves)}
        for text in sorted([*self.log_probs, ()], key=len, reverse=True):
            after = [found[one] for one in self.log_probs if one[:-1] == text]
            if after:
                found[text] = (min(after) + max(after)) / 2
        return found

    @property
    def wrong(self) -> set[Text]:
        """The texts that you keep, and should not."""
        return set() if self.yours is None else set(self.yours) - set(self.due)

    @property
    def missing(self) -> set[Text]:
        """The texts that you should keep, and do not."""
        return set() if self.yours is None else set(self.due) - set(self.yours)

    def word(self, text: Text) -> str:
        """Return how a text is written."""
        return "".join(self.names[token] for token in text)


def tree(found: Tree, title: str, sentence: str) -> Picture:
    """Draw all texts that were compared, kept ones with thick branches."""
    depth, rows = max(map(len, found.log_probs)), len(found.leaves)
    with figure(7.4, 0.75 + ROW * rows) as paper:
        tall = 0.75 + ROW * rows
        paper.text(0.03, 1 - 0.1 / tall, title, size=12, va="top", color=INK, family="monospace")
        ax = paper.add_axes((0.03, 0.02, 0.94, 1 - 0.55 / tall))
        ax.set(xlim=(-0.08, depth + 0.75), ylim=(rows - 0.4, -0.7))
        ax.axis("off")
        ax.plot(0, found.heights[()], "o", ms=6, color=INK, zorder=3)
        for text in sorted(found.log_probs, key=len):
            _branch(ax, found, text)
        return Picture(png(paper), _in_words(found, title, sentence), _caption(found, sentence))


def _branch(ax: Any, found: Tree, text: Text) -> None:
    """Draw the branch to a text, and its token and log-probability at the end."""
    start = len(text) - 1 + (0.62 if len(text) > 1 else 0), found.heights[text[:-1]]
    end = len(text) - 0.12, found.heights[text]
    kept, wrong = text in found.due, text in found.wrong
    colour = WRONG if wrong else KEPT if kept else FAINT
    look: dict[str, Any] = {"color": colour, "lw": 3.2 if kept or wrong else 1.0}
    style = "--" if text in found.missing or wrong else "-"
    ax.plot([start[0], end[0]], [start[1], end[1]], style, solid_capstyle="round", **look)
    ink = WRONG if wrong else INK if kept else GREY
    weight = "bold" if kept or wrong else "normal"
    sign = "× " if wrong else "○ " if text in found.missing else ""
    words = f"{sign}{found.word(text)}  {found.log_probs[text]:.2f}".replace("-", "−")
    ax.text(end[0] + 0.04, end[1], words, size=9, va="center", color=ink, weight=weight)


def _caption(found: Tree, sentence: str) -> str:
    lead = said(
        "From left to right: texts by one token longer each time, with their log-probabilities. "
        "Thick, what is kept; thin, what has competed and lost."
    )
    crossed = said("× marks a text that you keep, and that should go.") if found.wrong else ""
    empty = said("○ marks a text that should stay, and that you lose.") if found.missing else ""
    return listed([lead, crossed, empty, sentence])


def _in_words(found: Tree, title: str, sentence: str) -> str:
    """Say step by step which texts are kept, and which are not due."""
    parts = [said("{title}.", title=title)]
    for size in range(1, max(map(len, found.due)) + 1):
        kept = [text for text in found.due if len(text) == size]
        ordered = sorted(kept, key=lambda text: -found.log_probs[text])
        words = ", ".join(f"{found.word(one)} {found.log_probs[one]:.2f}" for one in ordered)
        parts.append(said("After {size}: {texts}.", size=size, texts=quoted(words)))
    if found.wrong:
        parts.append(said("Not due: {texts}.", texts=_joined(found, found.wrong)))
    if found.missing:
        parts.append(said("Missing: {texts}.", texts=_joined(found, found.missing)))
    return listed([*parts, sentence])


def _joined(found: Tree, texts: Set[Text]) -> str:
    return quoted(", ".join(found.word(one) for one in sorted(texts)))
