"""Published questions of `images/continuous`, and what the usual mistakes answer to them."""

import math

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

ONE_EACH = said("The result has one number for each image.")

PIXELS = torch.arange(12).view(2, 1, 2, 3) / 12  # at their own means
LOG_STD = -4.0
HALF = math.log(2 * math.pi) / 2
GAUSSIAN = torch.full((2,), 6 * (LOG_STD + HALF))
GAUSSIAN_SLIPS: Slips = {
    "½ log 2π is missing, for each value.": torch.tensor(6 * LOG_STD),
    "log 2π is halved: ½ log 2π for each value.": torch.tensor(6 * (LOG_STD + 2 * HALF)),
    "log_std is not added: narrow densities are high.": torch.tensor(6 * HALF),
    "The sign of log_std is the wrong way round: narrow densities are high.": torch.tensor(
        6 * (HALF - LOG_STD)
    ),
    "log_std is a logarithm of σ, not of σ².": torch.tensor(6 * (LOG_STD / 2 + HALF)),
    "A density may exceed 1: nothing is clamped at 0.": torch.tensor(0.0),
    "This is a mean over pixels and channels: add up.": torch.tensor(LOG_STD + HALF),
    "This is a sum over the batch: one number for each image.": 2 * GAUSSIAN,
    "The sign is the wrong way round: this is the log-density.": -GAUSSIAN,
    "These are bits, not nats.": GAUSSIAN / math.log(2),
}

VALUES, NOISE = torch.tensor([0, 1, 3, 2]), torch.tensor([0.0, 0.5, 0.25, 0.75])
SPREAD = torch.tensor([0.0, 0.375, 0.8125, 0.6875])
SPREAD_SLIPS: Slips = {
    "Divide by V, not by V − 1.": torch.tensor([0.0, 0.5, 13 / 12, 11 / 12]),
    "Divide after the noise is added: it fills a bin, not the whole of [0, 1).": torch.tensor(
        [0.0, 0.75, 1.0, 1.25]
    ),
    "The noise is centred: it is in [0, 1), and value v starts at v / V.": torch.tensor(
        [-0.125, 0.25, 0.6875, 0.5625]
    ),
    "Value v starts at v / V: the noise is taken off.": torch.tensor([0.0, 0.125, 0.6875, 0.3125]),
    "Divide by V: these are v + noise.": torch.tensor([0.0, 1.5, 3.25, 2.75]),
    "The noise has no effect.": torch.tensor([0.0, 0.25, 0.75, 0.5]),
    "The noise has no effect: these are the middles of bins.": torch.tensor(
        [0.125, 0.375, 0.875, 0.625]
    ),
}

NEAR_END = 0.02
ENDS = said("Nothing is clamped: [0, 1) is filled, and value 0 starts at 0.")


def told_of_ends(got: Tensor, want: Tensor) -> str:
    """Say where no mistake fits whether only what is next to an end is wrong."""
    off = ((got.double() - want).abs() > NEAR_END / 100) & (got > 0) & (got < 1)
    wrong = want[off]
    ends = (wrong < NEAR_END) | (wrong > 1 - NEAR_END)
    return ENDS if len(wrong) and bool(ends.all()) else ""


OWN_NOISE = said("Each value is in its bin, but not where `noise` puts it: nothing is drawn here.")


def told_of_spread(got: Tensor) -> str:
    """Say what is wrong with the published values, where no mistake fits."""
    told = told_of_ends(got, SPREAD)
    return told or (OWN_NOISE if torch.equal((4 * got).floor(), VALUES.to(got.dtype)) else "")


INTEGERS = torch.tensor([[[[0, 3, 1]]], [[[2, 2, 0]]]])
FAIR_DRAWS = 3


def fair_bound(num_values: int) -> Tensor:
    """Return what INTEGERS cost by the density 1, (2,)."""
    return torch.full((2,), 3 * math.log(num_values))


def fair_slips(num_values: int) -> Slips:
    """Return what the usual mistakes say that INTEGERS cost by the density 1."""
    one, due = torch.tensor(math.log(num_values)), fair_bound(num_values)
    return {
        "The volume of a bin is missing: D ln V.": torch.tensor(0.0),
        "It was added the wrong way round: a bin is small, so its probability is less than its "
        "density.": -due,
        "Once ln V: it is for each of D dimensions.": one,
        "D ln V is for an image, not for the batch.": 2 * due,
        "A bin is 1 / V wide: ln V, not ln(V − 1).": torch.tensor(3 * math.log(num_values - 1)),
        "These are nats: ln V, not log2 V.": due / math.log(2),
        "The mean over draws was asked for, not the sum.": FAIR_DRAWS * due,
    }


BITS = {256: 8.0, 4: 2.0}
DIMENSIONS = 12


def bit_slips(num_values: int) -> Slips:
    """Return what the usual mistakes say that the density 1 has, in bits per dimension."""
    bits = torch.tensor(BITS[num_values])
    return {
        "log2 V is 8 for 256 values alone: V counts.": torch.tensor(8.0),
        "Bits are logarithms to the base 2, not to the base V.": torch.tensor(1.0),
        "nats / (D ln 2) is for integers: a density's bins add log2 V.": torch.tensor(0.0),
        "log2 V, not ln V.": bits * math.log(2),
        "log2 V is added: it was taken off.": -bits,
        "log2 V is for each dimension already: it was divided by D, too.": bits / DIMENSIONS,
        "Divide by D: these are the bits of a whole image.": bits * DIMENSIONS,
        "log2 V, not log2(V − 1).": torch.tensor(math.log2(num_values - 1)),
    }
