"""What is drawn from a replay buffer: entries that are there, none twice, all equally likely."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import said

from .memory import SAMPLE_LIST, alike, filled, listed_of, require_items

HIDDEN = True  # never released

ALPHA = 1e-8  # that a right answer's counts stray, of entries, pairs and sets of three
ENTRIES, SIZE, CALLS = 6, 3, 400
WRONG_SIZE = said("`sample` returns as many entries as were asked for.")
TWICE = said("An entry comes twice: they are drawn without replacement.")
STRANGE = said("`sample` draws something that is not in the buffer, or not any more.")
REMOVED = said("After `sample` the buffer holds other entries: they stay in the buffer.")
NOT_UNIFORM = said("Not all entries are drawn equally often: they are drawn uniformly.")
TOGETHER = said(
    "Each entry comes equally often, but not each set of entries: they are drawn uniformly, so "
    "that neighbours come together no more than others."
)
ALWAYS = said("`sample` always draws the same entries: they are drawn uniformly.")
EQUAL = said(
    "Entries that are equal are still several entries: what was added twice may be drawn twice."
)


def asked(buffer: Handle, size: int, generator: Handle | None = None) -> list[Any]:
    """Draw a handful, with its generator by name; raises Failed unless it is as large as it was
    meant.
    """
    given = {} if generator is None else {"generator": generator}
    got = listed_of(buffer.call_plain("sample", size, **given), SAMPLE_LIST)
    if len(got) != size:
        raise Failed(WRONG_SIZE)
    return got


def require_among(got: Sequence[Any], held: Sequence[int]) -> None:
    """Raise Failed unless what was drawn are different ones of the entries."""
    if any(type(one) is not int or one not in held for one in got):
        raise Failed(STRANGE)
    if len(set(got)) < len(got):
        raise Failed(TWICE)


def require_handfuls(student: Student, capacity: int, added: Sequence[int]) -> None:
    """Raise Failed unless handfuls of any size are of entries, which stay as they were."""
    buffer, held = filled(student, capacity, added), list(added[-capacity:])
    for size in (1, len(held), max(1, len(held) // 2), len(held)):
        require_among(asked(buffer, size), held)
        try:
            require_items(student, buffer, added, capacity)
        except Failed as failed:
            raise Failed(REMOVED, detail=failed.detail) from None


def require_equal_entries(student: Student) -> None:
    """Raise Failed unless entries that are equal count as several."""
    buffer = filled(student, 5, [7, 7, 7])
    if not alike(asked(buffer, 3), [7, 7, 7]):
        raise Failed(EQUAL)


def require_as_they_are(student: Student) -> None:
    """Raise Failed unless entries that are tuples come as what they were."""
    added = [(number, 0.5 * number, number % 2 == 0) for number in range(5)]
    buffer = filled(student, 5, added)
    for one in asked(buffer, 3):
        if not isinstance(one, list | tuple) or not any(alike(one, other) for other in added):
            raise Failed(STRANGE)


def require_uniform(student: Student, added: Sequence[int], generator: Handle) -> None:
    """Raise Failed unless all entries, pairs and sets are drawn equally often."""
    buffer, held = filled(student, ENTRIES, added), list(added[-ENTRIES:])
    drawn = []
    for _ in range(CALLS):
        got = asked(buffer, SIZE, generator)
        require_among(got, held)
        drawn.append(tuple(sorted(held.index(one) for one in got)))
    if len(set(drawn)) == 1:
        raise Failed(ALWAYS)
    if not is_even(drawn, 1):
        raise Failed(NOT_UNIFORM)
    if not (is_even(drawn, 2) and is_even(drawn, 3)):
        raise Failed(TOGETHER)


def is_even(drawn: Sequence[tuple[int, ...]], size: int) -> bool:
    """Say whether all sets of so many entries come as often as they should, by Chernoff's bound."""
    counts = Counter(some for one in drawn for some in combinations(one, size))
    cells = list(combinations(range(ENTRIES), size))
    expected = math.comb(SIZE, size) / len(cells)
    limit = math.log(2 * 3 * len(cells) / ALPHA)
    return all(len(drawn) * _kl(counts[cell] / len(drawn), expected) <= limit for cell in cells)


def _kl(seen: float, expected: float) -> float:
    parts: list[tuple[float, float]] = [(seen, expected), (1 - seen, 1 - expected)]
    return sum(one * math.log(one / other) for one, other in parts if one > 0)


Draw = Callable[[Handle | None], object]


def drawing(student: Student, entries: int, size: int) -> Draw:
    """Return how a large buffer is drawn from, to compare draws."""
    buffer = filled(student, entries, list(range(entries)))
    return lambda generator: asked(buffer, size, generator)
