"""Texts and the pieces that they are cut into: the right cut, and those of usual mistakes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from autograder.checking.check import Context

from .by_hand import BEST_CUT, FIRST_FIT, SHORTEST
from .words import CASE, OTHER_ORDER, SINGLE, STRIPPED

HIDDEN = True  # never released

SPECIAL = ".*+?([|^$"  # they mean something in a regular expression
FOREIGN = "üñ文Ġß"
LETTERS = "bcdfghkmnpqrt"
MANY, TEXTS, ORDERS = 9, 6, 3  # longer pieces, texts, and orders of the pieces

Cut = Callable[[str, Sequence[str]], list[int] | None]
Fit = Callable[[list[str]], str]


def cut_by(text: str, pieces: Sequence[str], choose: Fit) -> list[int] | None:
    """Cut from the left, by a choice among the pieces that fit; None where none does."""
    found, place = [], 0
    while place < len(text):
        fitting = [piece for piece in pieces if text.startswith(piece, place)]
        if not fitting:
            return None
        piece = choose(fitting)
        found.append(list(pieces).index(piece))
        place += len(piece)
    return found


def longest(text: str, pieces: Sequence[str]) -> list[int] | None:
    """Return the right cut; None where no piece fits."""
    return cut_by(text, pieces, lambda fitting: max(fitting, key=len))


def from_the_right(text: str, pieces: Sequence[str]) -> list[int] | None:
    """Cut from the right, the longest piece that fits."""
    back = longest(text[::-1], [piece[::-1] for piece in pieces])
    return None if back is None else back[::-1]


def fewest(text: str, pieces: Sequence[str]) -> list[int] | None:
    """Cut into as few pieces as possible; among equal ones, the longer piece first."""
    best: list[list[int] | None] = [None] * len(text) + [[]]
    for place in range(len(text) - 1, -1, -1):
        fitting = [piece for piece in pieces if text.startswith(piece, place)]
        for piece in sorted(fitting, key=len, reverse=True):
            rest = best[place + len(piece)]
            here = best[place]
            if rest is not None and (here is None or len(rest) + 1 < len(here)):
                best[place] = [list(pieces).index(piece), *rest]
    return best[0]


def longest_anywhere(text: str, pieces: Sequence[str]) -> list[int] | None:
    """Cut out the longest piece, wherever it stands first, then what is left on either side."""
    if not text:
        return []
    inside = [piece for piece in pieces if piece in text]
    if not inside:
        return None
    piece = max(inside, key=len)
    place = text.index(piece)
    before = longest_anywhere(text[:place], pieces)
    after = longest_anywhere(text[place + len(piece) :], pieces)
    if before is None or after is None:
        return None
    return [*before, list(pieces).index(piece), *after]


def by_length(text: str, pieces: Sequence[str]) -> list[int] | None:
    """Return the right cut, in numbers of the pieces once they are sorted by length."""
    right, order = longest(text, pieces), sorted(pieces, key=len, reverse=True)
    return None if right is None else [order.index(pieces[token]) for token in right]


def by_word(text: str, pieces: Sequence[str]) -> list[int] | None:
    """Cut each word by itself, without the blanks between them."""
    cuts = [longest(word, pieces) for word in text.split()]
    return [token for cut in cuts for token in cut or []]


MISTAKES: dict[str, Cut] = {
    FIRST_FIT: lambda text, pieces: cut_by(text, pieces, lambda fitting: fitting[0]),
    SHORTEST: lambda text, pieces: cut_by(text, pieces, lambda fitting: min(fitting, key=len)),
    SINGLE: lambda text, pieces: [list(pieces).index(one) for one in text],
    OTHER_ORDER: by_length,
    STRIPPED: lambda text, pieces: longest(text.replace(" ", ""), pieces),
    CASE: lambda text, pieces: longest(text.lower(), pieces),
}
BEST_CUTS: tuple[Cut, ...] = (from_the_right, fewest, longest_anywhere)


@dataclass(frozen=True)
class Pieces:
    """Texts, and the pieces that they are cut into."""

    pieces: tuple[str, ...]
    texts: tuple[str, ...]

    def want(self) -> list[list[int]]:
        """Return the right tokens of all texts; each has some."""
        return [longest(text, self.pieces) or [] for text in self.texts]

    def mistakes(self) -> list[tuple[str, list[list[int] | None]]]:
        """Return what mistakes make of all texts, each with its sentence."""
        cuts = [*MISTAKES.items(), *((BEST_CUT, one) for one in BEST_CUTS), (STRIPPED, by_word)]
        return [(told, [cut(text, self.pieces) for text in self.texts]) for told, cut in cuts]

    @property
    def is_hard(self) -> bool:
        """Whether every mistake would be wrong in some text."""
        want = self.want()
        return all(
            any(one is not None and one != due for one, due in zip(lists, want, strict=True))
            for _, lists in self.mistakes()
        )


def drawn_pieces(ctx: Context) -> Pieces:
    """Draw pieces and texts in which all mistakes give another cut."""
    while True:
        letter = ctx.one_of(LETTERS)
        alphabet = [letter, letter.upper(), " ", ctx.one_of(SPECIAL), ctx.one_of(FOREIGN)]
        alphabet.append(ctx.one_of([one for one in LETTERS if one != letter]))
        long = {_word(ctx, alphabet, ctx.between(2, 4)) for _ in range(MANY)}
        found = Pieces(
            tuple(_mixed(ctx, [*alphabet, *sorted(long)])),
            tuple(_word(ctx, alphabet, ctx.between(5, 14)) for _ in range(TEXTS)),
        )
        if found.is_hard:
            return found


def in_other_orders(ctx: Context, found: Pieces) -> list[Pieces]:
    """Return the same texts with the pieces in other orders, in which mistakes are told, too."""
    orders = [found]
    while len(orders) < ORDERS:
        other = Pieces(tuple(_mixed(ctx, list(found.pieces))), found.texts)
        if other.is_hard:
            orders.append(other)
    return orders


def stuck(ctx: Context) -> list[tuple[str, list[str]]]:
    """Return texts in which no piece fits at some place, and their pieces.

    In the third one other cuts would go on; the longest piece leads to where none fits.
    """
    a, b, c = (LETTERS[place] for place in ctx.different(3, 0, len(LETTERS) - 1))
    return [
        (a + b + c, [a, b, a + b]),
        (c + a, [a, b]),
        (a + b + c, [a, a + b, b + c]),
        (a + c + a, [a, b]),
        (a, []),
    ]


def _word(ctx: Context, alphabet: Sequence[str], size: int) -> str:
    return "".join(alphabet[int(one)] for one in ctx.randint(len(alphabet), size))


def _mixed(ctx: Context, pieces: list[str]) -> list[str]:
    order = torch.randperm(len(pieces), generator=ctx.stream)
    return [pieces[int(place)] for place in order]
