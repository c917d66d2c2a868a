"""A corridor, and three rows, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/games/test_by_hand.py computes them again.
"""

import math

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

# Action 0 stays, action 1 goes right; a step costs 1, and the end, after the last state, brings 8.
THERE = torch.tensor([[0, 1], [1, 2], [2, 2]])
REWARD = torch.tensor([[0.0, -1.0], [0.0, -1.0], [0.0, 8.0]])
END = torch.tensor([[False, False], [False, False], [False, True]])
GAMMA = 0.5
NAN = math.nan  # what a mistake leaves open


def _table(*rows: tuple[float, float]) -> Tensor:
    return torch.tensor(rows, dtype=torch.float32)


SWEPT = {
    0: torch.zeros(3, 2),
    1: REWARD,
    2: _table((0, -1), (0, 3), (4, 8)),
    3: _table((0, 0.5), (1.5, 3), (4, 8)),
}
BEFORE_SLIPS: Slips = {
    "Q is 0 at first; with 0 sweeps it stays so.": REWARD,
    "Take so many sweeps as are asked for, not until nothing changes.": _table(
        (0.25, 0.5), (1.5, 3), (4, 8)
    ),
}
FIRST_SLIPS: Slips = {
    "Each sweep replaces all entries at once: it reads the old table only.": _table(
        (NAN, 0.5), (NAN, 3), (NAN, 8)
    ),
    "The reward itself is not discounted.": REWARD / 2,
    "The reward counts at the end, too: only what comes after it does not.": _table(
        (0, -1), (0, -1), (0, 0)
    ),
    "Take so many sweeps as are asked for, not one more.": SWEPT[2],
}
SECOND_SLIPS: Slips = {
    "Each sweep replaces all entries at once: it reads the old table only.": SWEPT[3],
    "After the end nothing comes: done stops the sum.": _table((0, -1), (0, 3), (4, 12)),
    "done is inverted: it goes on where the game is *not* over.": _table((0, -1), (0, -1), (0, 12)),
    "The best action of the next state counts, not the mean.": _table(
        (-0.25, -1.25), (-0.25, 1), (2, 8)
    ),
}
THIRD_SLIPS: Slips = {}
SWEPT_SLIPS = {0: BEFORE_SLIPS, 1: FIRST_SLIPS, 2: SECOND_SLIPS, 3: THIRD_SLIPS}

NEXT_Q = torch.tensor([[2.0, 4.0], [math.nan, math.inf], [-1.0, -3.0]])
DONE, TARGET = torch.tensor([False, True, False]), torch.tensor([3.0, 1.0, 0.5])
TARGET_SLIPS: Slips = {
    "The best action of the next state counts, not the mean.": torch.tensor([2.5, 1.0, 0.0]),
    "The value of the best action was asked for, not its number.": torch.tensor([1.5, 1.0, 1.0]),
    "One maximum was taken over all rows: it is over the actions of each row.": torch.tensor(
        [3.0, 1.0, 3.0]
    ),
    "done is inverted: it goes on where the game is *not* over.": torch.tensor(
        [1.0, math.nan, 1.0]
    ),
}
AFTER = said(
    "After the end nothing comes. What next_q holds there does not matter, and NaN times 0 is NaN: "
    "choose, do not multiply."
)
OTHER = said("Another number was expected.")


def after_the_end(got: Tensor) -> str:
    """Say that a target that is not finite has looked beyond the end."""
    return OTHER if bool(torch.isfinite(got).all()) else AFTER


# Errors of 0.5 and of 3.
TAKEN, ACTION, ZERO = torch.tensor([[0.5, 9.0], [9.0, 3.0]]), torch.tensor([0, 1]), torch.zeros(2)
LOSS = torch.tensor((0.125 + 2.5) / 2)
LOSS_SLIPS: Slips = {
    "Beyond delta the loss is a straight line: these are squares.": torch.tensor(4.625 / 2),
    "The ½ is missing: e² / 2, and delta (|e| − delta / 2).": torch.tensor(2.625),
    "The mean over rows was asked for, not the sum.": torch.tensor(2.625),
    "Beyond delta it is delta (|e| − delta / 2): both formulas agree at delta.": torch.tensor(
        (0.125 + 3) / 2
    ),
    "It is the mean over rows: only the action that was taken counts.": torch.tensor(2.625 / 4),
    "Only the action that was taken counts, not the best one.": torch.tensor(8.5),
    "One entry of each row was asked for: q[:, action] is a whole table.": torch.tensor(19.625 / 4),
}
