"""Two real samples and three fakes, worked out by hand: right numbers, and those of mistakes.

tests/assignments/games/test_by_hand.py computes them again.
"""

import math

import torch

from autograder.checking.slips import Slips

from ..shared.figures import row

# D is 1/2 and 3/4 for the real ones, 1/2, 1/2 and 1/4 for the fakes.
REAL, FAKE = torch.tensor([0.0, math.log(3)]), torch.tensor([0.0, 0.0, -math.log(3)])
TWO, FOUR, LEAST = math.log(2), math.log(4), math.log(4 / 3)
OF_REAL, OF_FAKES = TWO + LEAST, 2 * TWO + LEAST  # sums
COST = OF_REAL / 2 + OF_FAKES / 3


def _one(value: float) -> torch.Tensor:
    return torch.tensor(value)


LOSS = _one(COST)
LOSS_SLIPS: Slips = {
    "Mean over the real plus mean over the fakes; you took one mean over both.": _one(
        (OF_REAL + OF_FAKES) / 5
    ),
    "There is no factor ½ in front of the two means.": _one(COST / 2),
    "A loss is minimised: the sign is the other one.": _one(-COST),
    "Real and fake have changed places.": _one((TWO + FOUR) / 2 + (2 * TWO + FOUR) / 3),
    "A mean over the real and a mean over the fakes, not sums.": _one(OF_REAL + OF_FAKES),
    "Nats were asked for: natural logarithms.": _one(COST / math.log(2)),
    "Each mean has its own number of samples.": _one((OF_REAL + OF_FAKES) / 2),
}

NON_SATURATING, SATURATING = (2 * TWO + FOUR) / 3, -OF_FAKES / 3
GENERATOR = {"non_saturating": _one(NON_SATURATING), "saturating": _one(SATURATING)}
NON_SATURATING_SLIPS: Slips = {
    "The two kinds have changed places.": _one(SATURATING),
    "A loss is minimised: −log D, with its minus.": _one(-NON_SATURATING),
    "The mean over the fakes was asked for, not the sum.": _one(3 * NON_SATURATING),
}
SATURATING_SLIPS: Slips = {
    "The two kinds have changed places.": _one(NON_SATURATING),
    "That is what the discriminator pays: log(1 − D) is minimised as it is.": _one(-SATURATING),
    "The mean over the fakes was asked for, not the sum.": _one(3 * SATURATING),
}
GENERATOR_SLIPS = {"non_saturating": NON_SATURATING_SLIPS, "saturating": SATURATING_SLIPS}

UP, DOWN = torch.tensor([-0.5, -0.5, -0.75]), torch.tensor([-0.5, -0.5, -0.25])  # D − 1, and −D
SLOPES = {"non_saturating": UP, "saturating": DOWN}
UP_SLIPS: Slips = {
    "Each sample's own slope was asked for: no 1/M.": UP / 3,
    "Both losses fall as the logit grows: slopes are negative.": -UP,
    "This is the slope by D; it was asked for by the logit.": torch.tensor([-2.0, -2, -4]),
    "The derivative of the sigmoid itself is in D − 1 already.": UP * (1 + UP) * -UP,
    "The two kinds have changed places.": DOWN,
}
DOWN_SLIPS: Slips = {
    "Each sample's own slope was asked for: no 1/M.": DOWN / 3,
    "Both losses fall as the logit grows: slopes are negative.": -DOWN,
    "This is the slope by D; it was asked for by the logit.": torch.tensor([-2, -2, -4 / 3]),
    "The derivative of the sigmoid itself is in −D already.": DOWN * -DOWN * (1 + DOWN),
    "The two kinds have changed places.": UP,
}
SLOPE_SLIPS = {"non_saturating": UP_SLIPS, "saturating": DOWN_SLIPS}

NAN = math.nan  # what a mistake leaves open
GAIN = FOUR - COST
REPORT = {"real_right": 0.75, "fake_right": 2 / 3, "gain": GAIN}
REPORT_SLIPS: Slips = {
    "In both shares a logit of 0 counts half: 0 is no more real than fake.": row(1, 1 / 3, NAN),
    "In both shares a logit of 0 counts half, not nothing.": row(0.5, 1 / 3, NAN),
    "These are logits, no probabilities: the threshold of a logit is 0.": row(0.5, 1, NAN),
    "The gain is log 4 minus the loss: positive where it is ahead.": row(0.75, 2 / 3, -GAIN),
    "A gain is measured against a coin: a coin pays log 4.": row(0.75, 2 / 3, TWO - COST),
}
