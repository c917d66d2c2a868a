"""What a wrong unit, mean or sign makes of right costs, and words that costs share."""

import math

from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

TURNED = said("The weight is transposed: row i holds the weights into dimension i.")


def softmax_over(axis: str) -> str:
    """Return the sentence about logits that are normalised along this axis."""
    return said("The softmax runs over the {axis}: the values lie along dimension 1.", axis=axis)


def scaled_mistakes(total: Tensor, dims: int) -> SlipAnswers:
    """Return what a wrong unit, mean, sign or sum makes of the right costs (B,), in nats."""
    return {
        "These are bits: take the natural logarithm, not the one to base 2.": total / math.log(2),
        "This is the mean over the dimensions: an image costs their sum.": total / dims,
        "The sign is wrong: the NLL is minus the log-probability.": -total,
        "This is a mean, and its sign is wrong: the NLL is the sum of -log p.": -total / dims,
        "The images of the batch are added up: each has its own cost.": total.sum() + 0 * total,
        "You divide by the number of images: each has its own cost.": total / len(total),
        "All images get the mean over the batch: each has its own cost.": total.mean() + 0 * total,
    }
