"""Three points and a line, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/foundations/test_by_hand_neuron.py computes them again.
"""

import math

import torch

from autograder.checking.slips import Slips
from autograder.text.i18n import said

X = torch.tensor([[0.0], [1.0], [2.0]])
LINE = torch.tensor([1.0, 3.0, 5.0])  # y = 2 x + 1
W, B = torch.tensor([2.0]), torch.tensor(1.0)
ZERO = torch.tensor([0.0]), torch.tensor(0.0)
NAN = math.nan  # what a mistake answers there depends on how else it is written

PREDICT_SLIPS: Slips = {
    "The bias is missing: it is added to every prediction.": torch.tensor([0.0, 2, 4]),
}

OFF = torch.tensor([1.0, 3.0, 6.0])  # the last one is off the line by one
# The loss, its gradient by w, its gradient by b.
GRADIENT = torch.tensor([1 / 3, -4 / 3, -2 / 3])
GRADIENT_SLIPS: Slips = {
    "The loss is the mean of the squares, without a factor of one half.": torch.tensor(
        [1 / 6, -2 / 3, -1 / 3]
    ),
    "Half the gradient: the derivative of e² is 2e.": torch.tensor([1 / 3, -2 / 3, -1 / 3]),
    "Summed: with N rows the step is N times too long. Take means.": torch.tensor([1.0, -4, -2]),
    "Summed: with N rows the step is N times too long. The loss is a mean, so is its "
    "gradient.": torch.tensor([1 / 3, -4, -2]),
    "Summed: with N rows the step of b is N times too long.": torch.tensor([1 / 3, -4 / 3, -2]),
    "Summed: with N rows the step of w is N times too long.": torch.tensor([1 / 3, -4, -2 / 3]),
    "The gradient points the other way round: the error is prediction − target.": torch.tensor(
        [1 / 3, 4 / 3, 2 / 3]
    ),
    "This is the root of the mean square: leave the mean as it is.": torch.tensor(
        [math.sqrt(1 / 3), NAN, NAN]
    ),
    "A product of means: multiply each error by its own row first, then average.": torch.tensor(
        [1 / 3, -2 / 3, -2 / 3]
    ),
    "Every prediction is compared with every target: (N,) against (N, 1) broadcasts to "
    "(N, N).": torch.tensor([7, NAN, NAN]),
}

RATE = 0.1
# Weights, biases, losses, before and after one step.
STEP = torch.tensor([0, 26 / 30, 0, 0.6, 35 / 3, 3.2074074])
STEP_SLIPS: Slips = {
    "w and b must move from the same point: this b moves from where w has gone.": torch.tensor(
        [0, 26 / 30, 0, 0.4266667, 35 / 3, NAN]
    ),
    "Row 0 is iteration 0, before any step. Each row must be a tensor of its own.": torch.tensor(
        [26 / 30, NAN, 0.6, NAN, NAN, NAN]
    ),
    "The loss of the same row was asked for: these are the losses after the step.": torch.tensor(
        [0, 26 / 30, 0, 0.6, 3.2074074, NAN]
    ),
    "Each step uses all rows: this one looks at the first alone.": torch.tensor(
        [0, 0, 0, 0.2, NAN, NAN]
    ),
    "The step goes uphill: subtract the gradient.": torch.tensor(
        [0, -26 / 30, 0, -0.6, 35 / 3, NAN]
    ),
    "Half the gradient: the derivative of e² is 2e.": torch.tensor([0, 13 / 30, 0, 0.3, NAN, NAN]),
}

ROOT = math.sqrt(10)  # the eigenvalues of A^T A are 4 + ROOT and 4 − ROOT
LIMIT = torch.tensor(3 / (4 + ROOT))
LIMIT_SLIPS: Slips = {
    "That is the limit for w alone; b moves, too.": torch.tensor(0.6),
    "The limit is 2 over the largest eigenvalue: this is 1 over it.": LIMIT / 2,
    "The second derivative of e² is 2: the Hessian is 2/N AᵀA.": 2 * LIMIT,
    "The loss is a mean over rows: divide AᵀA by N.": LIMIT / 3,
    "The largest eigenvalue was asked for, not the sum of all.": torch.tensor(3 / 8),
    "The largest eigenvalue was asked for, not the smallest.": torch.tensor(3 / (4 - ROOT)),
    "The inputs are centred here, as for a variance; those of the loss are not.": torch.tensor(1.0),
}

FIT = torch.tensor([2.0, 1.0])
FIT_SLIPS: Slips = {
    "A fit through the origin: the bias is missing.": torch.tensor([2.6, 0.0]),
    "The mean of y is the bias only where x is centred.": torch.tensor([2.0, 3.0]),
}
NEAR_FIT = said("Near, but not the minimum: its gradient is not 0 there. A ridge? Too few steps?")
OTHER_FIT = said("This is not where the loss is least.")


def fit_told(gap: float) -> str:
    """Return what is said of a fit that is so far from the minimum, by its numbers."""
    return NEAR_FIT if gap < 0.2 else OTHER_FIT
