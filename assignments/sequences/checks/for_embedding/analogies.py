"""Words that are to each other as others are: drawn so that the answer is clear."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

from .queries import CLEAR
from .vectors import exact_cosine

HIDDEN = True  # never released

MANY_WORDS, WORD_DIMS, ANALOGIES, FAR_WORDS = 15, 3, 25, 4
ASIDE = 0.45  # how far two words stand beside one of length 1


@dataclass(frozen=True)
class Analogy:
    """A table (V, D) and three of its words."""

    table: Tensor
    a: int
    b: int
    c: int

    def scores(self, table: Tensor, signs: tuple[int, int, int] = (-1, 1, 1)) -> Tensor:
        """Return the cosines (V,) of all rows to a sum of a, b and c with these signs."""
        table = table.double()
        return exact_cosine(table, torch.tensor(signs).double() @ table[list(self.inputs)])

    @property
    def unit(self) -> Tensor:
        """The rows, scaled to length 1."""
        unit: Tensor = self.table.double() / self.table.double().norm(dim=1, keepdim=True)
        return unit

    def best(self, scores: Tensor, out: tuple[int, ...]) -> int:
        """Return the word with the largest score, without some."""
        kept = scores.clone()
        kept[list(out)] = -torch.inf
        return int(kept.argmax())

    @property
    def inputs(self) -> tuple[int, int, int]:
        """The three words."""
        return self.a, self.b, self.c

    @property
    def want(self) -> int:
        """The right word."""
        return self.best(self.scores(self.unit), self.inputs)

    @property
    def is_clear(self) -> bool:
        """Whether the best word is clearly ahead of the next one."""
        scores = self.scores(self.unit)
        scores[list(self.inputs)] = -2.0
        first, second = scores.topk(2).values.tolist()
        return bool(first - second > CLEAR)


def drawn_analogies(ctx: Context, dtype: torch.dtype) -> list[Analogy]:
    """Draw words of one table, and questions with a clear answer, of which each mistake has some.

    In the first question `a` is nearest of all, which happens by chance too seldom: `b` and `c` lie
    on either side of it. In the last one, of another table, no other word is on the side of where
    it leads.
    """
    while True:
        table, first = _drawn_words(ctx, dtype)
        found = [Analogy(table, *first)]
        while len(found) < ANALOGIES:
            case = Analogy(table, *ctx.different(3, 0, MANY_WORDS - 1))
            if case.is_clear:
                found.append(case)
        found[-1] = drawn_far_analogy(ctx, dtype)
        want = each(found, lambda one: one.want)
        wrong = analogy_slips(found).values()
        if found[0].is_clear and all(not torch.equal(one, want) for one in wrong):
            return found


def drawn_far_analogy(ctx: Context, dtype: torch.dtype) -> Analogy:
    """Draw a question in which all words but a, b and c lie on the other side of where it leads."""
    while True:
        ways = ctx.randn(3 + FAR_WORDS, WORD_DIMS, dtype=torch.float64)
        ways = ways / ways.norm(dim=1, keepdim=True)
        away = ways[1] - ways[0] + ways[2]
        ways[3:] *= -torch.sign(ways[3:] @ away)[:, None]
        found = Analogy(ways.to(dtype), 0, 1, 2)
        if found.is_clear and found.scores(found.unit)[3:].max() < -CLEAR:
            return found


def _drawn_words(ctx: Context, dtype: torch.dtype) -> tuple[Tensor, tuple[int, int, int]]:
    """Draw words (V, D) of any length, and three of them: one in the middle of the other two."""
    ways = ctx.randn(MANY_WORDS, WORD_DIMS, dtype=torch.float64)
    ways = ways / ways.norm(dim=1, keepdim=True)
    places = ctx.different(3, 0, MANY_WORDS - 1)
    middle, one, other = places
    aside = torch.linalg.cross(ways[middle], ways[one])
    aside = ASIDE * aside / aside.norm()
    ways[one], ways[other] = ways[middle] + aside, ways[middle] - aside
    lengths = (0.8 * ctx.randn(MANY_WORDS, 1, dtype=torch.float64)).exp()
    return (ways * lengths).to(dtype), (middle, one, other)


Answers = Callable[[Analogy], int]


def each(cases: list[Analogy], answer: Answers) -> Tensor:
    """Return the answers to several questions, float64 (len(cases),)."""
    return torch.tensor([answer(one) for one in cases], dtype=torch.float64)


def analogy_slips(cases: list[Analogy]) -> SlipAnswers:
    """Return what mistakes of `analogy` answer to all of several questions."""

    def walk(signs: tuple[int, int, int]) -> Tensor:
        return each(cases, lambda one: one.best(one.scores(one.unit, signs), one.inputs))

    def without(*places: int) -> Tensor:
        def best(one: Analogy) -> int:
            return one.best(one.scores(one.unit), tuple(one.inputs[place] for place in places))

        return each(cases, best)

    def zero(one: Analogy) -> int:
        scores = one.scores(one.unit)
        scores[list(one.inputs)] = 0.0
        return int(scores.argmax())

    zeroed = each(cases, zero)
    found: SlipAnswers = {
        "The walk is e_b − e_a + e_c: here the signs of a and b are swapped.": walk((1, -1, 1)),
        "The walk is e_b − e_a + e_c: here c is taken off, a is added.": walk((1, 1, -1)),
        "The walk is e_b − e_a + e_c: here all three are added.": walk((1, 1, 1)),
        "The walk is e_b − e_a + e_c: here it starts at b, not at c.": walk((-1, 1, 0)),
        "The walk is e_b − e_a + e_c: here it goes nowhere, to the nearest of c.": walk((0, 0, 1)),
        "Your answer is a word you put in: leave a, b and c out.": without(),
        "Your answer is a word you put in: its score was set to 0, which beats negative ones.": (
            zeroed
        ),
        "Your answer is a word you put in: leave a and b out, too.": without(2),
        "Your answer is a word you put in: leave a and c out, too.": without(1),
        "Your answer is a word you put in: leave a out, too.": without(1, 2),
        "Your answer is a word you put in: leave b out, too.": without(0, 2),
        "Your answer is a word you put in: leave c out, too.": without(0, 1),
    }
    return {**found, **_unscaled(cases)}


def _unscaled(cases: list[Analogy]) -> SlipAnswers:
    """Return what is answered where rows are not scaled, or not all the time."""

    def dot(one: Analogy) -> int:
        unit = one.unit
        return one.best(one.table.double() @ (unit[one.b] - unit[one.a] + unit[one.c]), one.inputs)

    def gap(one: Analogy) -> int:
        table = one.table.double()
        walked = table[one.b] - table[one.a] + table[one.c]
        return one.best(-(table - walked).norm(dim=1), one.inputs)

    return {
        "Scale the rows to length 1 first: here long words count more.": each(
            cases, lambda one: one.best(one.scores(one.table), one.inputs)
        ),
        "Scale the rows to length 1 first: here long words count more. And a, b and c are left "
        "in.": each(cases, lambda one: one.best(one.scores(one.table), ())),
        "The nearest by cosine was asked for: this takes the dot product with rows of any "
        "length.": each(cases, dot),
        "The nearest by cosine was asked for: this is the distance of rows of any length.": each(
            cases, gap
        ),
    }
