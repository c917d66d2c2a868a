"""A NADE of three dimensions and two hidden units whose logits can be worked out by hand."""

import math
from typing import Any

import torch

from autograder.checking.slips import Slips

LOG3 = math.log(3)  # sigmoid(log 3) = 3/4, sigmoid(-log 3) = 1/4, sigmoid(-2 log 3) = 1/10

ROWS = torch.tensor([[1.0, 1, 0], [0, 1, 1], [1, 0, 1]])
WEIGHTS: dict[str, Any] = {
    # What the last dimension would add is never used.
    "in_weight": torch.tensor([[LOG3, -2 * LOG3, 5], [-LOG3, -2 * LOG3, 7]]),
    "in_bias": torch.tensor([0, LOG3]),
    "out_weight": torch.tensor([[4.0, 8], [8, -4], [-16, 8]]),
    "out_bias": torch.tensor([1.0, -2, 3]),
}
# Before the first step h = (1/2, 3/4): 1 + 4/2 + 8 · 3/4 = 9 for every row.
LOGITS = torch.tensor([[9.0, 2, -0.2], [9, -1, 3.4], [9, 2, -5]])
WRONG = (
    "Start from in_bias, predict x_d from the sigmoid of the sum, then add what x_d contributes."
)
SLIPS: Slips = {
    "The sum already includes x_d when x_d is predicted.": torch.tensor(
        [[8.0, -0.4, -0.2], [9, -2.2, -4.107035], [8, 2, -4.971433]]
    ),
    "Carry the activation, not its sigmoid.": torch.tensor(
        [[9.0, 2.999719, 0.897142], [9, 0.26296, 1.693386], [9, 2.999719, -3.332014]]
    ),
    "h is the sigmoid of the sum: here the sum itself is used.": torch.tensor(
        [
            [9.788898, 6.788898, 3],
            [9.788898, -6.394449, 29.366695],
            [9.788898, 6.788898, -14.577797],
        ]
    ),
    "h is the sigmoid of the sum: here it is its tanh.": torch.tensor(
        [[7.4, 4.4, 7.995122], [7.4, -5.2, 12.209756], [7.4, 4.4, -9.8]]
    ),
    "The sum starts as in_bias, once: it is added at each step.": torch.tensor(
        [[9.0, 1, 3], [9, -1.6, 7.4], [9, 1, -1.8]]
    ),
    "The sum starts as in_bias, once: it starts from zero.": torch.tensor(
        [[7.0, 3, -0.714286], [7, 0, 2.2], [7, 3, -7]]
    ),
    "out_bias[d] is added to the logit.": torch.tensor([[8.0, 4, -3.2], [8, 1, 0.4], [8, 4, -8]]),
    "forward gives logits, not probabilities.": torch.tensor(
        [
            [0.999877, 0.880797, 0.450166],
            [0.999877, 0.268941, 0.967705],
            [0.999877, 0.880797, 0.006693],
        ]
    ),
    "Bits are zeros and ones: do not turn them into −1 and 1.": torch.tensor(
        [[9.0, 2, -0.2], [9, -3.6, 45 / 7], [9, 2, -36.6 / 7]]
    ),
    "h depends on the sum of all earlier terms, not on the last one alone.": torch.tensor(
        [[9.0, 2, 3.4], [9, -1, 3.4], [9, 2, 1]]
    ),
    "The result depends on other rows: the first one counts for all.": torch.tensor(
        [[9.0, 2, -0.2], [9, 2, -0.2], [9, 2, -0.2]]
    ),
}

# Coins that are certain, and an order that is not its own inverse.
ORDER = torch.tensor([2, 0, 1])
CERTAIN = torch.tensor([200.0, 200, -200])
BITS = torch.tensor([[1.0, 1, 0]])
BIT_SLIPS: Slips = {
    "Column d must hold dimension d: put the bits back.": torch.tensor([[0.0, 1, 1]]),
    "A one where u < p: zeros and ones come swapped.": torch.tensor([[0.0, 0, 1]]),
}
