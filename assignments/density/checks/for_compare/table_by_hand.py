"""What `report` says of four rows and of six, and which of three models to choose.

tests/assignments/density/test_by_hand.py computes the numbers again.
"""

import itertools

import torch

from autograder.text.i18n import said

from .choices import NOT_BY_TEST, NOT_BY_TRAIN, Choice, Rows
from .reports import Case, Due

_EVERY = torch.tensor(list(itertools.product((0.0, 1.0), repeat=4)))
_FOUR, _SIX = _EVERY[:4], _EVERY[4:10]
CASES = [
    Case(_FOUR, _SIX, -torch.tensor([2.0, 3, 5, 4, 6, 3, 4, 8, 7, 2]), batch_size=2),
    Case(_SIX, _FOUR, -torch.tensor([6.0, 3, 4, 8, 7, 2, 2, 3, 5, 4]), batch_size=2),
]
REPORTED = Due(
    torch.tensor([[3.5, 5, 1.803369, 1.5], [5, 3.5, 1.262358, -1.5]], dtype=torch.float64),
    {
        "train_nats": {
            said("The sign is turned round."): torch.tensor([-3.5, -5]),
            said("These are bits, no nats."): torch.tensor([5.049433, 7.213475]),
            said("Take the mean over the rows."): torch.tensor([14.0, 30]),
            said("This is divided by the number of dimensions."): torch.tensor([0.875, 1.25]),
            said(
                "This is the mean of the batches' means: the rows of a short batch count for more."
            ): torch.tensor([3.5, 5]),
            said("The last batch is lost."): torch.tensor([3.5, 5]),
            said("The last batch is lost, and its rows are not counted."): torch.tensor([3.5, 5]),
            said("Ask for every row: this is the mean of the first batch."): torch.tensor(
                [2.5, 4.5]
            ),
            said("Ask for every row: this is the mean of the last batch."): torch.tensor(
                [4.5, 4.5]
            ),
            said("The training rows and test rows are mixed up."): torch.tensor([5, 3.5]),
        },
        "test_nats": {
            said("The sign is turned round."): torch.tensor([-5, -3.5]),
            said("These are bits, no nats."): torch.tensor([7.213475, 5.049433]),
            said("Take the mean over the rows."): torch.tensor([30.0, 14]),
            said("This is divided by the number of dimensions."): torch.tensor([1.25, 0.875]),
            said(
                "This is the mean of the batches' means: the rows of a short batch count for more."
            ): torch.tensor([5, 3.5]),
            said("The last batch is lost."): torch.tensor([5, 3.5]),
            said("The last batch is lost, and its rows are not counted."): torch.tensor([5, 3.5]),
            said("Ask for every row: this is the mean of the first batch."): torch.tensor(
                [4.5, 2.5]
            ),
            said("Ask for every row: this is the mean of the last batch."): torch.tensor(
                [4.5, 4.5]
            ),
            said("The training rows and test rows are mixed up."): torch.tensor([3.5, 5]),
        },
        "bits_per_dim": {},
        "gap_nats": {},
    },
)
THREE: Rows = {
    "nade": {"train_nats": 18.0, "valid_nats": 20.0, "test_nats": 20.5},
    "made": {"train_nats": 15.0, "valid_nats": 22.0, "test_nats": 21.0},
    "rnn": {"train_nats": 18.5, "valid_nats": 21.0, "test_nats": 20.1},
}
CHOSEN = Choice("nade", 20.5, {"made": NOT_BY_TRAIN, "rnn": NOT_BY_TEST})
