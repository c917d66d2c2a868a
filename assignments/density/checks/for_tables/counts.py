"""Whether `parameter_counts` answers the numbers that are due, and which mistake it makes."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.checking.student import Failed
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

KEYS = ("table", "markov", "mixture", "fvsbn")
EXACT_TO = 1 << 53  # floats hold all whole numbers up to it
WRAP = 1 << 64
SHOWN = 40  # digits

PYTHON_INT = said("An exact Python int, please: floats and 64 bits run over.")


@dataclass(frozen=True)
class Due:
    """The four right numbers by key, and for each what mistakes count, by their sentences.

    The first sentence of each key says what it counts.
    """

    counts: Mapping[str, int]
    slips: Mapping[str, Mapping[str, int]]


def require_counts(answer: object, due: Due, *, exact: bool) -> None:
    """Raise Failed unless an answer holds the four right numbers; ints, where `exact`."""
    if not isinstance(answer, dict) or set(answer) != set(KEYS):
        keys = ", ".join(KEYS)
        raise WrongForm(said("A dictionary was asked for. The keys are {keys}.", keys=keys))
    for key, want in due.counts.items():
        _require_count(key, answer[key], want, due, exact)


def _require_count(key: str, got: object, want: int, due: Due, exact: bool) -> None:
    is_int = type(got) is int
    if (is_int and got == want) or (not exact and type(got) is float and got == want):
        return
    if not isinstance(got, int | float) or isinstance(got, bool) or (exact and not is_int):
        raise WrongForm(_of(key, PYTHON_INT))
    detail = said("Yours: {yours}. Expected: {expected}.", yours=_brief(got), expected=_brief(want))
    raise Failed(_of(key, _mistake(key, got, want, due)), detail=detail)


def _of(key: str, sentence: str) -> str:
    return said('"{key}": {mistake}', key=key, mistake=sentence)


def _brief(number: float) -> str:
    text = str(number)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _mistake(key: str, got: float, want: int, due: Due) -> str:
    """Name the mistake that an answer is, or say what the number is made of."""
    if want > EXACT_TO and _is_inexact(got, want):
        return PYTHON_INT
    slips = due.slips[key]
    named = [text for text, wrong in slips.items() if got == wrong != want]
    return named[0] if named else next(iter(slips))


def _is_inexact(got: float, want: int) -> bool:
    """Say whether a number is the right one of 64 bits, or rounded."""
    wrapped = (want + WRAP // 2) % WRAP - WRAP // 2
    return got == wrapped or abs(got - want) * EXACT_TO <= 8 * want
