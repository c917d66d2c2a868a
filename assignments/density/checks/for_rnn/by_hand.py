"""Rows of three bits whose probabilities one can see, and a model that is played for them."""

import math

import torch

from autograder.checking.slips import Slips
from autograder.probes.rows import Rows
from autograder.probes.table import Table

ROWS = torch.tensor([[5.0, 6, 7], [1, 2, 3]])
SHIFTED = torch.tensor([[0.0, 5, 6], [0, 1, 2]])
SHIFT_SLIPS: Slips = {
    "This is shifted to the left: the past comes one column later.": torch.tensor(
        [[6.0, 7, 0], [2, 3, 0]]
    ),
    "This shifts the rows of the batch, not the columns.": torch.tensor([[0.0, 0, 0], [5, 6, 7]]),
}
ZEROS_FIRST = "The zeros come first, then the past."

LOG3 = math.log(3)  # sigmoid(log 3) = 3/4
BITS = torch.tensor([[1.0, 0, 1], [0, 1, 1]])
# P(1) is 3/4 at first, then 1/4 after a one and 1/2 after a zero; 3/4 after 01, else 1/4. The law
# is of four bits, so that who goes a step too far is told.
LOGITS = [[0.0, 0, 0, 0, 0, 0, 0, 0] for _ in range(4)]
LOGITS[0][0] = LOG3
LOGITS[1][1] = -LOG3
LOGITS[2][:4] = [-LOG3, LOG3, -LOG3, -LOG3]
LAW = Table(torch.stack([torch.zeros(4, 8), torch.tensor(LOGITS)], 2).double())
WALKED = Rows.of(4)
# 3/4 · 3/4 · 1/4 and 1/4 · 1/2 · 3/4.
NATS = torch.tensor([9 / 64, 3 / 32]).log()
NAT_SLIPS: Slips = {
    "The last column is not paid for.": torch.tensor([9 / 16, 1 / 8]).log(),
    "The first column is not paid for.": torch.tensor([3 / 16, 3 / 8]).log(),
    "This is a mean over the columns: add up.": NATS / 3,
    "The sign is turned round: log P(x) is minus the cost.": -NATS,
    "These are probabilities: take the logarithm.": NATS.exp(),
    "Zeros cost, too: this is the probability of ones, whatever came.": (
        torch.tensor([3 / 64, 9 / 32]).log()
    ),
}

# After each past a certain bit: 1, then what came before is turned round.
CERTAIN_LOGITS = [[200.0] * 8 for _ in range(4)]
CERTAIN_LOGITS[1] = [200.0, -200] * 4
CERTAIN_LOGITS[2] = [200.0, -200] * 4
CERTAIN = Table(torch.stack([torch.zeros(4, 8), torch.tensor(CERTAIN_LOGITS)], 2).double())
CERTAIN_BITS = torch.tensor([[1.0, 0, 1]])
BIT_SLIPS: Slips = {
    "A one where u < p: zeros and ones come swapped.": torch.tensor([[0.0, 0, 0]]),
    "The first bit is never drawn: it is always 0.": torch.tensor([[0.0, 1, 0]]),
}
