"""Degrees, masks and paths that one can draw, and an ensemble that one can add up."""

import torch
from torch import Tensor

from autograder.checking.models.played import Known, PlayedTable
from autograder.checking.slips import Slips
from autograder.text.i18n import said


def drawn(rows: str) -> Tensor:
    """Return a matrix written as "111/100/000"."""
    return torch.tensor([[float(digit) for digit in row] for row in rows.split("/")])


# An order that is not its own inverse: dimension 2 comes first, then 0, 3 and 1.
ORDER = torch.tensor([2, 0, 3, 1])
DEGREES = [torch.tensor([2, 4, 1, 3]), torch.tensor([1, 2, 3, 1, 2])]

OF_UNITS = [torch.tensor([3, 1, 2]), torch.tensor([2, 1, 2, 1])]
MASKS = [drawn("011/010/011/010"), drawn("1111/0000/0101")]
MASK_SLIPS: dict[str, list[Tensor]] = {
    said("Strict in hidden layers, too: the dimension just before is never seen."): [
        drawn("010/000/010/000"),
        MASKS[1],
    ],
    said("A path leads from a dimension to its own prediction: the outputs are not strict."): [
        MASKS[0],
        drawn("1111/0101/1111"),
    ],
    said(
        "Into hidden layers degree(out) >= degree(in), into the outputs degree(out) > degree(in)."
    ): [
        drawn("010/000/010/000"),
        drawn("1111/0101/1111"),
    ],
    said("The comparisons are turned round."): [
        drawn("101/111/101/111"),
        drawn("0000/1010/0000"),
    ],
    said("The outputs have the degrees of the inputs."): [MASKS[0], drawn("0000/0101/1111")],
}

PATHS = torch.tensor([[0.0, 4, 2], [0, 0, 0], [0, 2, 0]])
PATH_SLIPS: Slips = {
    "[i, j] counts from input j to output i.": torch.tensor([[0.0, 0, 0], [4, 0, 2], [2, 0, 0]]),
    "It says whether, not how many paths there are.": torch.tensor(
        [[0.0, 1, 1], [0, 0, 0], [0, 1, 0]]
    ),
}

ROWS = torch.tensor([[0.0, 1], [1, 0], [1, 1]])
# Probabilities of the three rows by two models: means 3/8, 1/4 and 5/16.
ONE, TWO = torch.tensor([1 / 2, 1 / 4, 1 / 8]), torch.tensor([1 / 4, 1 / 4, 1 / 2])
MEAN = torch.tensor([3 / 8, 1 / 4, 5 / 16]).log()
ENSEMBLE_SLIPS: Slips = {
    "The mean of the logs is a bound (Jensen), less than the log of the mean.": (
        (ONE.log() + TWO.log()) / 2
    ),
    "Take log K off: this is the sum of the probabilities, not their mean.": (
        torch.tensor([3 / 4, 1 / 2, 5 / 8]).log()
    ),
    "Take log K off, of the number of models, not of rows.": (
        torch.tensor([1 / 4, 1 / 6, 5 / 24]).log()
    ),
    "This is the product of the probabilities.": ONE.log() + TWO.log(),
    "The mean over all models was asked for, not the best.": (
        torch.tensor([1 / 2, 1 / 4, 1 / 2]).log()
    ),
}


def played(x: Tensor, nats: Tensor) -> PlayedTable:
    """Return a model whose `log_prob` of the rows (B, D) that it knows is `nats` (B,)."""
    known = Known(
        x,
        said("`log_prob` takes rows (B, D), as they are."),
        said("A model was asked about other rows than those that were given."),
    )
    return PlayedTable(known, nats, "log_prob")
