"""Moves, scores and visits, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/games/test_by_hand.py computes them again.
"""

import math

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

# The logit of the second move, which is not legal, is 1 first, and then NaN.
LOGITS, JUNK = torch.tensor([0.0, 1.0, math.log(3)]), torch.tensor([0.0, math.nan, math.log(3)])
LEGAL, POLICY = torch.tensor([True, False, True]), torch.tensor([0.25, 0.0, 0.75])
_WHOLE = 4 + math.e
POLICY_SLIPS: Slips = {
    "It sums to one over the legal moves: these are of a softmax over all.": torch.tensor(
        [1 / _WHOLE, 0, 3 / _WHOLE]
    ),
    "Moves that are not legal have exactly 0.": torch.tensor([1.0, math.e, 3.0]) / _WHOLE,
}
NANS = said(
    "Logits of moves that are not legal may be NaN: put minus infinity there before the softmax."
)
OTHER = said("Another number was expected.")

PRIOR, VISITS = torch.tensor([0.5, 0.25, 0.25]), torch.tensor([3, 1, 0])
TOTAL, C = torch.tensor([1.5, -1.0, 0.0]), 1.0
SCORES = torch.tensor([0.75, -0.75, 0.5])
SCORE_SLIPS: Slips = {
    "It takes the root of the visits of all moves, not of the move's own.": torch.tensor(
        [0.5 + math.sqrt(3) / 8, -1 + 1 / 8, 0.0]
    ),
    "Divide by 1 + visits: these are divided by visits.": torch.tensor(
        [0.5 + 2 / 6, -1 + 2 / 4, math.nan]
    ),
    "Q is total / visits, not total / (1 + visits).": torch.tensor([0.625, -0.25, 0.5]),
    "Q is total / visits: a mean, not the total.": torch.tensor([1.75, -0.75, 0.5]),
    "It takes the root of the sum of visits, not the sum.": torch.tensor([1.0, -0.5, 1.0]),
}
UNVISITED = said("An unvisited move has a Q of 0: 0 / 0 is NaN.")

COUNTS = torch.tensor([1, 3, 0, 3])


def _shares(*parts: float) -> Tensor:
    return torch.tensor(parts, dtype=torch.float64) / math.fsum(parts)


POLICIES = {1.0: _shares(1, 3, 0, 3), 0.5: _shares(1, 9, 0, 9), 0.0: _shares(0, 1, 0, 1)}
_E = math.e
ONE_SLIPS: Slips = {
    "This is a softmax of visits: visits^(1/T), normalised.": _shares(_E, _E**3, 1, _E**3),
    "A move that was never visited has probability 0.": _shares(2, 4, 1, 4),
}
HALF_SLIPS: Slips = {
    "It is visits to the power 1/T, not to the power T.": _shares(1, math.sqrt(3), 0, math.sqrt(3)),
}
ZERO_SLIPS: Slips = {
    "With T = 0 the most visited moves have it all, and equals share.": _shares(0, 1, 0, 0),
}
POLICY_OF_VISITS_SLIPS = {1.0: ONE_SLIPS, 0.5: HALF_SLIPS, 0.0: ZERO_SLIPS}
LIMIT = said("T = 0 is a case of its own: the most visited, equals share. Do not divide by it.")


def junk(got: Tensor) -> str:
    """Say what NaN comes from."""
    return NANS if bool(got.isnan().any()) else OTHER


def unvisited(got: Tensor) -> str:
    """Say what NaN comes from."""
    return UNVISITED if bool(got.isnan().any()) else OTHER


def limit(got: Tensor) -> str:
    """Say what NaN comes from."""
    return LIMIT if bool(got.isnan().any()) else OTHER
