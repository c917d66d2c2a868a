"""How many free numbers models have, and what the usual mistakes count."""

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
LAST_OF_ROW = said("The numbers of a row sum to one: the last is not free.")


@dataclass(frozen=True)
class Sizes:
    """What `parameter_counts` is asked: D, k, K and V."""

    num_dims: int
    order: int
    components: int
    num_values: int

    def counts(self) -> dict[str, int]:
        """Return the right answer."""
        dims, values = self.num_dims, self.num_values
        return {
            "table": values**dims - 1,
            "markov": self.pasts(self.order) * (values - 1),
            "mixture": self.components - 1 + self.components * dims * (values - 1),
            "fvsbn": (values - 1) * dims * (dims + 1) // 2,
        }

    def pasts(self, order: int) -> int:
        """Return how many rows the tables of all dimensions have, each with so long a past."""
        return sum(self.num_values ** min(i, order) for i in range(self.num_dims))


def require_counts(answer: object, sizes: Sizes, *, exact: bool) -> None:
    """Raise Failed unless an answer holds the four right numbers; ints, where `exact`."""
    if not isinstance(answer, dict) or set(answer) != set(KEYS):
        keys = ", ".join(KEYS)
        raise WrongForm(said("A dictionary was asked for. The keys are {keys}.", keys=keys))
    for key, want in sizes.counts().items():
        _require_count(key, answer[key], want, sizes, exact)


def _require_count(key: str, got: object, want: int, sizes: Sizes, exact: bool) -> None:
    is_int = type(got) is int
    if (is_int and got == want) or (not exact and type(got) is float and got == want):
        return
    if not isinstance(got, int | float) or isinstance(got, bool) or (exact and not is_int):
        raise WrongForm(_of(key, PYTHON_INT))
    detail = said("Yours: {yours}. Expected: {expected}.", yours=_brief(got), expected=_brief(want))
    raise Failed(_of(key, _mistake(key, got, want, sizes)), detail=detail)


def _of(key: str, sentence: str) -> str:
    return said('"{key}": {mistake}', key=key, mistake=sentence)


def _brief(number: float) -> str:
    text = str(number)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _mistake(key: str, got: float, want: int, sizes: Sizes) -> str:
    """Name the mistake that an answer is, or say what the number is made of."""
    if want > EXACT_TO and _is_inexact(got, want):
        return PYTHON_INT
    slips = _slips(sizes)[key]
    named = [text for text, wrong in slips.items() if got == wrong != want]
    # The first sentence of each key says what it counts.
    return named[0] if named else next(iter(slips))


def _is_inexact(got: float, want: int) -> bool:
    """Say whether a number is the right one of 64 bits, or rounded."""
    wrapped = (want + WRAP // 2) % WRAP - WRAP // 2
    return got == wrapped or abs(got - want) * EXACT_TO <= 8 * want


def _slips(sizes: Sizes) -> Mapping[str, Mapping[str, int]]:
    """Return for each key what mistakes count, by the sentence that names each."""
    dims, order, values = sizes.num_dims, sizes.order, sizes.num_values
    some, free, binary = sizes.components, values - 1, Sizes(dims, order, sizes.components, 2)
    by_two: dict[str, dict[str, int]] = {said("`num_values` may be more than 2."): binary.counts()}
    pairs = dims * (dims - 1) // 2
    table: dict[str, int] = {
        said("The probabilities of all rows sum to one: the last is not free."): values**dims
    }
    markov: dict[str, int] = {
        said("The first k dimensions have shorter pasts."): dims * values**order * free,
        said("A dimension does not look at itself: k counts the ones before it."): (
            sizes.pasts(order + 1) * free
        ),
        LAST_OF_ROW: sizes.pasts(order) * values,
    }
    mixture: dict[str, int] = {
        said("The weights of the components sum to one: the last is not free."): (
            some + some * dims * free
        ),
        said("The numbers of a coin sum to one: the last is not free."): (
            some - 1 + some * dims * values
        ),
        said("Each component has coins of its own."): some - 1 + dims * free,
        said("The weights of the components are numbers, too."): some * dims * free,
    }
    fvsbn: dict[str, int] = {
        said("There is one weight per earlier dimension, for each logit."): (
            free * (dims + free * pairs)
        ),
        said("There is a bias for each dimension."): free * pairs,
        said("There is one weight per earlier dimension alone, for each logit."): (
            free * dims * (dims + 1)
        ),
    }
    own: dict[str, Mapping[str, int]] = {
        "table": table,
        "markov": markov,
        "mixture": mixture,
        "fvsbn": fvsbn,
    }
    return {
        key: {**slips, **{text: counts[key] for text, counts in by_two.items()}}
        for key, slips in own.items()
    }
