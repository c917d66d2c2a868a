"""Laws over four values, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/games/test_by_hand.py computes them again.
"""

import math

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

NAN = math.nan  # what a mistake leaves open
# Values in the data alone, in both, in the fakes alone, in neither.
P, Q = torch.tensor([0.5, 0.5, 0.0, 0.0]), torch.tensor([0.0, 0.25, 0.75, 0.0])
BEST = torch.tensor([1.0, 2 / 3, 0.0, 0.5])
BEST_SLIPS: Slips = {
    "Where both are zero it is ½, not 0.": torch.tensor([1.0, 2 / 3, 0.0, 0.0]),
    "That is P(fake): the share of p was asked for.": 1 - BEST,
    "A ratio of p and q is no probability: p / (p + q).": torch.tensor([NAN, 2.0, 0.0, NAN]),
    "To take the likelier side is no probability: p / (p + q).": torch.tensor([1.0, 1, 0, NAN]),
}
# D is 1, 2/3 and 0: only the second value costs anything.
LOGITS = torch.tensor([math.inf, math.log(2), -math.inf, 0.0])
TWO_THIRDS, THIRD = math.log(2 / 3), math.log(1 / 3)
VALUE = 0.5 * TWO_THIRDS + 0.25 * THIRD


def _one(value: float) -> Tensor:
    return torch.tensor(value)


# Where D is finite, so that a mistake has a number: 2/3, 2/3, 1/3, 1/2.
FINITE = torch.tensor([math.log(2), math.log(2), -math.log(2), 0.0])
FINITE_VALUE = TWO_THIRDS + 0.25 * THIRD + 0.75 * TWO_THIRDS
VALUE_SLIPS: Slips = {
    "This is the loss: the discriminator maximises it, so the sign is the other one.": _one(
        -FINITE_VALUE
    ),
    "p and q have changed places.": _one(THIRD + 0.25 * TWO_THIRDS + 0.75 * THIRD),
    "Expectations are weighted by p and by q.": _one(TWO_THIRDS + (THIRD + TWO_THIRDS) / 2),
}
DIVERGENCE = math.log(2) + VALUE / 2
OF_P, OF_Q = 0.5 * math.log(2) + 0.5 * math.log(4 / 3), 0.25 * THIRD + 0.25 * math.log(2)
DIVERGENCE_SLIPS: Slips = {
    "Each of the two divergences counts half.": _one(2 * DIVERGENCE),
    "Nats were asked for: natural logarithms.": _one(DIVERGENCE / math.log(2)),
    "Its root is a distance; the divergence was asked for.": _one(math.sqrt(DIVERGENCE)),
    "Both laws were asked for, each against m: this is that of p alone.": _one(OF_P),
}
FURTHER = said(
    "Other numbers than these laws have: KL(p ‖ m) and KL(q ‖ m), each against their mean m, and "
    "KL is not symmetric."
)
THETA, SAID = torch.zeros(2), torch.tensor([-math.log(3), math.log(3)])  # D is 1/4 and 3/4
SLOPE = math.log(3) / 4
GRADIENT = torch.tensor([SLOPE, -SLOPE])
UNCENTRED = torch.tensor([math.log(4), math.log(4 / 3)]) / 2
NON_SATURATING_SLIPS: Slips = {
    "The gradient was asked for, not the direction downhill.": -GRADIENT,
    "A softmax sums to one: the mean loss has to be taken off.": UNCENTRED,
    "The gradient by theta was asked for: the discriminator is fixed.": torch.tensor(
        [-0.375, -0.125]
    ),
    "theta are no probabilities: q is the softmax of theta.": torch.zeros(2),
}
SATURATING_SLIPS: Slips = {
    "The gradient was asked for, not the direction downhill.": -GRADIENT,
    "A softmax sums to one: the mean loss has to be taken off.": -UNCENTRED.flip(0),
    "The gradient by theta was asked for: the discriminator is fixed.": torch.tensor(
        [-0.125, -0.375]
    ),
    "theta are no probabilities: q is the softmax of theta.": torch.zeros(2),
}
SLIPS = {"non_saturating": NON_SATURATING_SLIPS, "saturating": SATURATING_SLIPS}
EMPTY = said("0·log 0 is 0 here: where there is no mass, there is no contribution.")
HALF = said("Where both are zero it is ½: 0 / 0 is NaN.")
LOGIT = said("D was asked for, between 0 and 1, not its logit.")
OTHER = said("Another number was expected.")


def empty(got: Tensor) -> str:
    """Say of NaN and infinity that there is no mass, of others that they are others."""
    return OTHER if bool(torch.isfinite(got).all()) else EMPTY


def of_divergence(got: Tensor) -> str:
    """Say what no slip has told."""
    return FURTHER if bool(torch.isfinite(got).all()) else EMPTY


def half(got: Tensor) -> str:
    """Say what is wrong with 0 / 0, and with infinities."""
    if bool(got.isinf().any()):
        return LOGIT
    return HALF if bool(got.isnan().any()) else OTHER
