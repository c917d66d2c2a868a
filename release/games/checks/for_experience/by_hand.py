"""Actions, a memory, returns and a policy, worked out by hand.

tests/assignments/games/test_by_hand.py computes the numbers again.
"""

import math

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

Q, BEST = torch.tensor([[0.0, 2.0, 1.0], [5.0, 2.0, 1.0], [0.0, 0.5, 7.0]]), torch.tensor([1, 0, 2])
BEST_SLIPS: Slips = {"This is the least of each row.": torch.tensor([0, 2, 0])}
ALWAYS = said("With epsilon 0 it is always the best action: any other with probability epsilon.")

# Room for two, and three that come.
COMING, LEFT = (1, 2, 3), [2, 3]
TOLD_ITEMS = {
    (1, 2): said("When it is full the oldest entry goes, and the new one comes in."),
    (3, 2): said("Entries were asked for with the oldest first."),
}
OTHER_ITEMS = said("When it is full the oldest entry goes; the others stay in their order.")

REWARD, RETURNS = torch.tensor([1.0, 0.0, 2.0]), torch.tensor([1.5, 1.0, 2.0])
_CENTRED = RETURNS - 1.5
RETURNS_SLIPS: Slips = {
    "Each step's return counts from that step on: discount from there.": torch.tensor(
        [1.5, 0.5, 0.5]
    ),
    "What came before is no part of a return.": torch.tensor([1.0, 0.5, 2.25]),
    "A step's own reward is part of its return: the step's own reward is missing.": torch.tensor(
        [0.5, 1.0, 0.0]
    ),
    "Returns as they are were asked for: nothing is normalised.": _CENTRED
    / _CENTRED.square().mean().sqrt(),
    "Returns were asked for in the order of the steps.": RETURNS.flip(0),
}

# Two rows: returns of 2 and 0.5 where 1 was expected. What was done has probability 2/3, and 1/4.
LOGITS, ACTION = torch.tensor([[0.0, math.log(2)], [0.0, math.log(3)]]), torch.tensor([1, 0])
BROUGHT, BASELINE = torch.tensor([2.0, 0.5]), 1.0


def _one(value: float) -> Tensor:
    return torch.tensor(value)


FIRST, SECOND = math.log(3 / 2), math.log(4)  # −log of these
WANT = (FIRST - 0.5 * SECOND) / 2
LOSS_SLIPS: Slips = {
    "Minus the mean was asked for: the sign is the other one.": _one(-WANT),
    "The baseline is missing.": _one((2 * FIRST + 0.5 * SECOND) / 2),
    "It takes the logarithm of the probability.": _one(-(2 / 3 - 0.5 / 4) / 2),
    "It takes the log softmax, not the logits themselves.": _one(-math.log(2) / 2),
    "The mean over rows was asked for, not the sum.": _one(2 * WANT),
    # By column the probabilities of what was done are 2/5 and 1/2.
    "The softmax is over the actions of each row.": _one((math.log(5 / 2) - 0.5 * math.log(2)) / 2),
    "There is one return for each row: a column against a row makes a table.": _one(
        0.25 * (FIRST + SECOND) / 2
    ),
    "Take off the given baseline, and not the mean as well.": _one(0.75 * (FIRST - SECOND) / 2),
}
