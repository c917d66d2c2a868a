"""Who looks at whom: attention weights as a map with numbers, a row for each query.

It holds words of the texts, digits, marks and code alone; what it shows is said in its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Rectangle
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, quoted, said

# From nothing to all, light enough at first to stay apart from dark ink.
NOTHING, ALL = (0.957, 0.965, 0.976), (0.03, 0.31, 0.61)
FORBIDDEN, HATCH = "#ECECEC", "#A8A8A8"
SHOWN = 0.005  # what is not written as 0.00
NAMED = 4  # wrong places in words


@dataclass(frozen=True)
class Looks:
    """Weights (Q, K) as returned and as due, which of them are allowed, bool (Q, K), and words.

    `close` is by how much two weights may differ.
    """

    yours: Tensor
    due: Tensor
    allowed: Tensor
    queries: Sequence[str]
    keys: Sequence[str]
    close: float = 1e-3

    @property
    def wrong(self) -> Tensor:
        """Which weights differ, bool (Q, K); NaN always does."""
        return ~((self.yours - self.due).abs() <= self.close)


def attention(found: Looks, title: str, sentence: str) -> Picture:
    """Draw weights; a forbidden key is hatched, a wrong weight has a frame, a × and what is due."""
    queries, keys = found.due.shape
    with figure(7.4, 1.15 + 0.48 * queries) as paper:
        height = 1.15 + 0.48 * queries
        ax = paper.add_axes((0.13, 0.18 / height, 0.84, 0.48 * queries / height))
        for row in range(queries):
            for column in range(keys):
                _cell(ax, found, row, column)
        ax.set(xlim=(0, keys), ylim=(queries, 0))
        ax.xaxis.tick_top()
        ax.set_xticks([n + 0.5 for n in range(keys)], found.keys, size=10, color=INK)
        ax.set_yticks([n + 0.5 for n in range(queries)], found.queries, size=10, color=INK)
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        paper.text(0.03, 1 - 0.12 / height, title, size=13, va="top", color=INK, family="monospace")
        return Picture(png(paper), _in_words(found, title, sentence), _caption(found, sentence))


def _cell(ax: Any, found: Looks, row: int, column: int) -> None:
    """Draw one weight."""
    yours, due = float(found.yours[row, column]), float(found.due[row, column])
    allowed, wrong = bool(found.allowed[row, column]), bool(found.wrong[row, column])
    share = min(1.0, max(0.0, yours)) if yours == yours else 0.0  # NaN is unlike itself
    face: Any = tuple(a + share * (b - a) for a, b in zip(NOTHING, ALL, strict=True))
    look: dict[str, Any] = {"facecolor": face, "edgecolor": "white", "lw": 2}
    if not allowed:
        look |= {"facecolor": FORBIDDEN, "edgecolor": HATCH, "hatch": "////", "lw": 0}
    ax.add_patch(Rectangle((column, row), 1, 1, **look))
    ax.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor="white", lw=2))
    words = f"{yours:.2f}" if abs(yours) >= SHOWN or allowed or wrong else "0"
    if wrong:
        words = f"× {words} ({due:.2f})"
        frame: dict[str, Any] = {"edgecolor": WRONG, "lw": 2.2, "zorder": 4}
        ax.add_patch(Rectangle((column + 0.04, row + 0.06), 0.92, 0.88, fill=False, **frame))
    colour = "white" if share > 0.5 and allowed else (INK if allowed else GREY)
    box = {} if allowed else {"bbox": {"facecolor": FORBIDDEN, "edgecolor": "none", "pad": 1.5}}
    middle = {"ha": "center", "va": "center", "size": 9.5, "zorder": 5}
    ax.text(column + 0.5, row + 0.5, words, color=colour, **middle, **box)


def _caption(found: Looks, sentence: str) -> str:
    told = [said("A row for each query, a column for each key: the darker, the more weight.")]
    if not found.allowed.all():
        told.append(said("Hatched: a key that is forbidden."))
    if found.wrong.any():
        told.append(said("A frame with × marks a wrong weight; in brackets stands what is due."))
    return listed([*told, sentence])


def _in_words(found: Looks, title: str, sentence: str) -> str:
    """Say what each query looks at most, or which weights are wrong."""
    if found.wrong.any():
        places = found.wrong.nonzero().tolist()
        named = [
            said("{query} to {key}", query=found.queries[q], key=found.keys[k])
            for q, k in places[:NAMED]
        ]
        more = [quoted("…")] if len(places) > NAMED else []
        lead = said(
            "{title}: wrong weights from {places}.",
            title=title,
            places=listed([*named, *more], between="; "),
        )
        return listed([lead, sentence])
    most = found.yours.argmax(1).tolist()
    pairs = ", ".join(
        f"{query} → {found.keys[key]}" for query, key in zip(found.queries, most, strict=True)
    )
    return listed([said("{title}, most weight: {pairs}.", title=title, pairs=pairs), sentence])
