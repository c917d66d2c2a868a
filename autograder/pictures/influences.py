"""Which token has a say where: maps of symbols side by side, one for each model.

They hold digits, marks and code alone, so they are right in every language: the words are the
caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from autograder.pictures.canvas import INK, figure, png
from autograder.pictures.order_map import draw_map, leaks_of, missed_of
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

NAMED = 4  # pairs in words


@dataclass(frozen=True)
class Influence:
    """How far place t moves when token s is replaced, (T, T) at [s, t], of one model."""

    title: str
    moved: Tensor
    close: float = 1e-6

    @property
    def reached(self) -> Tensor:
        """Which token (column) has a say at which place (row): 1 or 0, (T, T)."""
        return (self.moved.abs() > self.close).T.double()


def influences(found: Sequence[Influence], title: str, sentence: str) -> Picture:
    """Draw the maps: a frame with × marks a leak, hatching what should have a say and has none."""
    count = len(found)
    with figure(7.4, 7.4 / count + 0.85) as paper:
        high = 7.4 / count + 0.85
        for place, one in enumerate(found):
            left = 0.035 + place / count
            ax = paper.add_axes(
                (left, 0.32 / high, 0.93 / count - 0.035, (7.4 / count - 0.3) / high)
            )
            labels = [str(token) for token in range(len(one.moved))]
            draw_map(ax, one.reached, labels, numbers=False)
            ax.set_title(one.title, loc="left", size=10, color=INK, pad=5, family="monospace")
        paper.text(0.03, 1 - 0.12 / high, title, size=13, va="top", color=INK, family="monospace")
        told = listed(_in_words(one) for one in found)
        alt = listed([said("{subject}.", subject=title), told, sentence])
        return Picture(png(paper), alt, _caption(found, sentence))


def _caption(found: Sequence[Influence], sentence: str) -> str:
    told = [said("A row for each place t, a column for each token s: blue where s has a say at t.")]
    if any(leaks_of(one.reached).any() for one in found):
        told.append(said("A frame with × marks a leak: a token that is not earlier has a say."))
    if any(missed_of(one.reached).any() for one in found):
        told.append(said("Hatched: an earlier token that has no say."))
    return listed([*told, sentence])


def _in_words(one: Influence) -> str:
    """Say which tokens have a say and must not, or the other way round."""
    leaks, missed = leaks_of(one.reached), missed_of(one.reached)
    if leaks.any():
        pairs = _pairs(leaks)
        return said("{title}: leaks, place ← token: {pairs}.", title=one.title, pairs=pairs)
    if missed.any():
        pairs = _pairs(missed)
        return said("{title}: no say, place ← token: {pairs}.", title=one.title, pairs=pairs)
    return said("{title}: all earlier tokens have a say, and no other.", title=one.title)


def _pairs(cells: Tensor) -> str:
    places = cells.nonzero().tolist()
    named = ", ".join(f"{row} ← {column}" for row, column in places[:NAMED])
    return f"{named}, …" if len(places) > NAMED else named
