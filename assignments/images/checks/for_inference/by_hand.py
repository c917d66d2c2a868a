"""What students see asked of `inference`: coins and a copy, and what the usual mistakes answer."""

import math

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers, Slips
from autograder.checking.student import Failed, Oracle
from autograder.text.i18n import said

LOADED = math.log(3)  # the logit of a coin that shows 1 three times out of four
ONE_EACH = said("One number for each image, (B,).")
BY_CLASS = said("One number for each image and class, (B, K).")
BY_VALUE = said("One number for each image and value, (B, V).")
OF_LOGITS = said("The result has the dtype of the logits.")
UNDERFLOW = said("Underflow? exp(−800) is 0, and log 0 is not finite: stay with logarithms.")
NOT_A_NUMBER = said("log_prior is a logarithm already: the logarithm of a negative number is NaN.")
FLIPS = torch.ones(2, 1, 5, 4)  # eight of 20 pixels in two rows
NATS = -8 * math.log(2)


def coins(logit: float = 0.0) -> Oracle:
    """Return a model whose pixels are independent coins."""

    def forward(x: Tensor) -> Tensor:
        if x.ndim != 4:
            raise Failed(said("The model takes images (B, C, H, W) with values v / (V − 1)."))
        return torch.stack([torch.zeros_like(x), torch.full_like(x, logit)], 1)

    return Oracle({"forward": forward})


def prefix_slips() -> SlipAnswers:
    """Return what mistakes make of two rows of fair coins."""
    coin = math.log(2)
    return {
        "Normalise over values, axis 1: this is over rows.": torch.tensor(-8 * math.log(5)),
        "Normalise over values, axis 1: this is over columns.": torch.tensor(-8 * math.log(4)),
        "The first `rows` rows: this is the whole image.": torch.tensor(-20 * coin),
        "These are columns.": torch.tensor(-10 * coin),
        "One row too many.": torch.tensor(-12 * coin),
        "The sign: a log-probability is at most 0.": torch.tensor(8 * coin),
        "This is a mean: add up.": torch.tensor(-coin),
        "These are bits, not nats.": torch.tensor(-8.0),
    }


PRIOR = torch.tensor([0.25, 0.75]).log()
SEEN = torch.ones(3, 1, 2, 2)


def prior_slips() -> SlipAnswers:
    """Return what mistakes make of a prior of a quarter and three quarters, before any row."""
    whole = torch.tensor([0.25 / 16, 0.75 * 0.75**4])
    return {
        "The prior has no effect.": torch.tensor([0.5, 0.5]).log(),
        "This is normalised over images: the wrong axis.": torch.tensor(-math.log(3)),
        "The prior was taken twice.": torch.tensor([0.1, 0.9]).log(),
        "The prior is added before normalising, not after.": torch.tensor([0.125, 0.375]).log(),
        "The prior is added, not taken off.": torch.tensor([0.75, 0.25]).log(),
        "log_prior is a logarithm already: these are its probabilities, added to logarithms.": (
            torch.tensor([0.25, 0.75]).log_softmax(0)
        ),
        "These are probabilities, not their logarithms.": torch.tensor([0.25, 0.75]),
        "rows has no effect: for 0 rows nothing is seen.": (whole / whole.sum()).log(),
    }


def not_a_number(got: Tensor) -> str:
    """Return a sentence on a posterior that is NaN before anything is seen."""
    return NOT_A_NUMBER if got.isnan().any() else ""


# The last of four pixels repeats the second with probability 0.9; the third is 1 with 0.7.
COPIES = torch.tensor(
    [[[[1.0, 0.5], [0.0, 1.0]]], [[[0.0, 0.5], [1.0, 0.0]]], [[[0.0, 0.5], [1.0, 1.0]]]]
)
COPIED = torch.tensor([[0.1, 0.9], [0.9, 0.1], [0.1, 0.9]]).log()
OTHERS = torch.tensor([[0.25 * 0.3], [0.25 * 0.7], [0.25 * 0.7]]).log()  # all but the last pixel
SECOND = (0, 0, 1)


def copying() -> Oracle:
    """Return a model of four pixels whose last one repeats the second."""

    def forward(x: Tensor) -> Tensor:
        if x.ndim != 4 or tuple(x.shape[1:]) != (1, 2, 2):
            raise Failed(said("The model takes images (B, 1, 2, 2) with values 0 and 1."))
        logits = x.new_zeros(len(x), 2, 1, 2, 2)
        logits[:, 1, 0, 1, 0] = math.log(7 / 3)
        logits[:, 1, 0, 1, 1] = math.log(9) * (2 * x[:, 0, 0, 1] - 1)
        return logits

    return Oracle({"forward": forward})


COPY_SLIPS: Slips = {
    "This is the model's own conditional: what comes later is evidence, too.": (
        torch.tensor([0.5, 0.5]).log()
    ),
    "The values are v / (V − 1), not v / V.": (
        torch.tensor([[1 / 6, 5 / 6], [9 / 14, 5 / 14], [1 / 6, 5 / 6]]).log()
    ),
    "Normalise over values.": COPIED + OTHERS,
    "Normalise over values: this is over images.": (COPIED + OTHERS).log_softmax(0),
    "place is (c, i, j).": torch.tensor([0.3, 0.7]).log(),
    "These are probabilities, not their logarithms.": COPIED.exp(),
    "The sign: a log-probability is at most 0.": -COPIED,
}
