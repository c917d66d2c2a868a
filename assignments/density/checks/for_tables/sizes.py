"""How many free numbers models have, and what the usual mistakes count."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.text.i18n import said

from .counts import Due

HIDDEN = True  # never released

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


def due_of(sizes: Sizes) -> Due:
    """Return what is due for a model of these sizes, and what mistakes count."""
    return Due(sizes.counts(), count_slips(sizes))


def count_slips(sizes: Sizes) -> Mapping[str, Mapping[str, int]]:
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
