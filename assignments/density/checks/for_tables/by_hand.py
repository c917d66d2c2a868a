"""Tables and sizes that can be worked out by hand: right numbers, and wrong ones.

tests/assignments/density/test_by_hand.py computes them again.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

from .counts import Due as DueCounts
from .divergences import CROSS_ENTROPY, KL, Due, Pair

# D, k and K of models of zeros and ones.
SIZES = ((3, 1, 2), (3, 2, 2))
COUNTS: Mapping[str, tuple[int, int]] = {
    "table": (7, 7),
    "markov": (5, 7),
    "mixture": (7, 7),
    "fvsbn": (6, 6),
}
# The first sentence of each says what it counts.
COUNT_SLIPS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "table": {
        said("The probabilities of all rows sum to one: the last is not free."): (8, 8),
        said("`num_values` may be more than 2."): (7, 7),
    },
    "markov": {
        said("The first k dimensions have shorter pasts."): (6, 12),
        said("A dimension does not look at itself: k counts the ones before it."): (7, 7),
        said("The numbers of a row sum to one: the last is not free."): (10, 14),
        said("`num_values` may be more than 2."): (5, 7),
    },
    "mixture": {
        said("The weights of the components sum to one: the last is not free."): (8, 8),
        said("The numbers of a coin sum to one: the last is not free."): (13, 13),
        said("Each component has coins of its own."): (4, 4),
        said("The weights of the components are numbers, too."): (6, 6),
        said("`num_values` may be more than 2."): (7, 7),
    },
    "fvsbn": {
        said("There is one weight per earlier dimension, for each logit."): (6, 6),
        said("There is a bias for each dimension."): (3, 3),
        said("There is one weight per earlier dimension alone, for each logit."): (12, 12),
        said("`num_values` may be more than 2."): (6, 6),
    },
}
DUE_COUNTS = [
    DueCounts(
        {key: each[place] for key, each in COUNTS.items()},
        {
            key: {text: each[place] for text, each in slips.items()}
            for key, slips in COUNT_SLIPS.items()
        },
    )
    for place in range(len(SIZES))
]

FITTED_ROWS = torch.tensor([[0.0, 1], [0, 1], [1, 1], [0, 0]])
FITTED = torch.tensor([[0.25, 0.5], [0.0, 0.25]])
FIT_SLIPS: Slips = {
    "A row that occurs three times must count three times: `table[index] += 1` writes each "
    "cell once.": torch.tensor([[0.25, 0.25], [0, 0.25]]),
    "A row that occurs three times must count three times, so its share is larger: "
    "`table[index] += 1` writes each cell once.": torch.tensor(
        [[0.3333333, 0.3333333], [0, 0.3333333]]
    ),
    "The axes are reversed: x_1 is the first.": torch.tensor([[0.25, 0], [0.5, 0.25]]),
    "These are counts: divide by N.": torch.tensor([[1.0, 2], [0, 1]]),
    "This is a product of marginals: the dimensions are not independent.": torch.tensor(
        [[0.1875, 0.5625], [0.0625, 0.1875]]
    ),
    "That is no maximum likelihood: what never came has probability 0.": torch.tensor(
        [[0.25, 0.375], [0.125, 0.25]]
    ),
}

TABLE = torch.tensor([[0.1, 0.3], [0.4, 0.2]])
ROWS = torch.tensor([[0.0, 1], [1, 0], [1, 1]])
FACTORS = torch.tensor([[0.4, 3 / 4], [0.6, 2 / 3], [0.6, 1 / 3]]).log()
CHAIN_SLIPS: Slips = {
    "These are bits, no nats.": torch.tensor(
        [[-1.321928, -0.4150375], [-0.7369655, -0.5849624], [-0.7369655, -1.584963]]
    ),
    "The sign is turned round.": torch.tensor(
        [[0.9162907, 0.2876821], [0.5108256, 0.4054651], [0.5108256, 1.098612]]
    ),
    "These are probabilities: take the logarithm.": torch.tensor(
        [[0.4, 0.75], [0.6, 0.6666667], [0.6, 0.3333333]]
    ),
    "This is P(x_1 … x_i). Divide P(x_1 … x_i) by P(x_1 … x_{i−1}).": torch.tensor(
        [[-0.9162907, -1.203973], [-0.5108256, -0.9162906], [-0.5108256, -1.609438]]
    ),
    "This is P(x_i) alone. Divide P(x_1 … x_i) by P(x_1 … x_{i−1}).": torch.tensor(
        [[-0.9162907, -0.6931472], [-0.5108256, -0.6931472], [-0.5108256, -0.6931472]]
    ),
    "Each is given the later ones: the past is x_1 … x_{i−1}.": torch.tensor(
        [[-0.5108256, -0.6931472], [-0.2231436, -0.6931472], [-0.9162907, -0.6931472]]
    ),
    "The whole past counts, not the last dimension alone.": torch.tensor(
        [[-0.9162907, -0.2876821], [-0.5108256, -0.4054651], [-0.5108256, -1.098612]]
    ),
    "The first factor is P(x_1).": torch.tensor(
        [[-0, -0.2876821], [-0, -0.4054651], [-0, -1.098612]]
    ),
    "This is the probability of a one, not of what came.": torch.tensor(
        [[-0.5108256, -0.2876821], [-0.5108256, -1.098612], [-0.5108256, -1.098612]]
    ),
    "This is the probability of a zero, not of what came.": torch.tensor(
        [[-0.9162907, -1.386294], [-0.9162908, -0.4054651], [-0.9162908, -0.4054651]]
    ),
    "No epsilon in the logarithm.": lambda want, got: (
        want.exp() + (got.exp() - want.exp()).median()
    ).log(),
}

_P = torch.tensor([[0.5, 0.25], [0.125, 0.125]])
_Q = torch.tensor([[0.25, 0.125], [0.125, 0.5]])
_EVEN = torch.full((2, 2), 0.25)
PAIRS: list[Pair] = [(_P, _Q), (_Q, _P), (_EVEN, _P)]
CROSS_ENTROPY_SLIPS: Mapping[str, Tensor] = {
    said("These are bits, no nats."): torch.tensor([2.25, 2.375, 2.25]),
    said("The sign is turned round."): torch.tensor([-1.559581, -1.646225, -1.559581]),
    said("This is a mean: add up."): torch.tensor([0.3898953, 0.4115561, 0.3898953]),
    said("This is divided by the number of dimensions."): torch.tensor(
        [0.7797906, 0.8231123, 0.7797906]
    ),
    said("The cross-entropy averages over p: −Σ p log q."): torch.tensor(
        [1.646225, 1.559581, 1.386294]
    ),
    said("This is the entropy of p: log q is averaged over p."): torch.tensor(
        [1.213008, 1.213008, 1.386294]
    ),
    said("Take nothing off: this is the KL divergence."): torch.tensor(
        [0.3465736, 0.433217, 0.1732868]
    ),
}
KL_SLIPS: Mapping[str, Tensor] = {
    said("These are bits, no nats."): torch.tensor([0.5, 0.625, 0.25]),
    said("The sign is turned round."): torch.tensor([-0.3465736, -0.433217, -0.1732868]),
    said("This is a mean: add up."): torch.tensor([0.0866434, 0.1083042, 0.0433217]),
    said("This is divided by the number of dimensions."): torch.tensor(
        [0.1732868, 0.2166085, 0.0866434]
    ),
    said("KL(p || q) averages over p: what p never gives costs nothing."): torch.tensor(
        [0.433217, 0.3465736, 0.1732868]
    ),
    said("KL(p || q) averages over p alone: this is the mean of both directions."): torch.tensor(
        [0.3898953, 0.3898953, 0.1732868]
    ),
    said("Take the entropy of p off, once."): torch.tensor([1.559581, 1.646225, 1.559581]),
    said("Take the entropy of p off, and do not add it."): torch.tensor(
        [2.772589, 2.859232, 2.945876]
    ),
    said("Take the entropy of p off, and not that of q."): torch.tensor(
        [0.3465736, 0.433217, 0.3465736]
    ),
}
DUE = {
    CROSS_ENTROPY: Due(torch.tensor([1.559581, 1.646225, 1.559581]), CROSS_ENTROPY_SLIPS),
    KL: Due(torch.tensor([0.3465736, 0.433217, 0.1732868]), KL_SLIPS),
}
