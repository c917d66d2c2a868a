"""Errors, thresholds and bits, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/foundations/test_by_hand_autoencoder.py computes them again.
"""

import math

import torch

from autograder.checking.slips import Slips

NAN = math.nan  # what a mistake leaves open

SIZES = ((64, 8, 32), (6, 1, 3), (5, 7, 4))  # pixels, numbers of a code, hidden units

# Two images of two pixels; the model that is played adds OFF. One pixel is rebuilt above 1.
IMAGES = torch.tensor([[0.0, 0.5], [0.9, 0.5]])
OFF = torch.tensor([[0.5, 0.1], [0.2, -0.4]])
ERRORS = torch.tensor([0.13, 0.1])
ERROR_SLIPS: Slips = {
    "The mean over its pixels was asked for, not the sum.": 2 * ERRORS,
    "The mean of the squares was asked for, not its root.": ERRORS.sqrt(),
    "Squares were asked for, not absolute values.": torch.tensor([0.3, 0.3]),
    "Images count as they are: rebuilt ones are not cut to [0, 1].": torch.tensor([0.13, 0.085]),
    "The mean over pixels, dimension 1, was asked for, not over images.": torch.tensor(
        [0.145, 0.085]
    ),
    "This is a mean over all images: one error for each was asked for.": torch.tensor(
        [0.115, 0.115]
    ),
}

# Four images on a line through black: one number says it all.
LINE = torch.tensor([[0.0, 0.0], [0.2, 0.4], [0.4, 0.8], [0.5, 1.0]])
SPREAD = torch.tensor(0.0921875)  # of a pixel: the error with a code of no number
LOST = torch.tensor(0.0)  # with a code of one number
ONE_SLIPS: Slips = {
    "What is lost counts, not what is kept: the directions of the largest values are kept.": SPREAD,
    "The mean image was asked for, not the mean of all pixels.": torch.tensor(0.0166004),
}
NONE_SLIPS: Slips = {
    "The mean over its pixels, too: divide by P.": 2 * SPREAD,
    "Subtract the mean first: the best linear autoencoder has a bias.": torch.tensor(0.28125),
    "The mean image was asked for, not the mean of all pixels.": torch.tensor(0.11109374),
    "The mean over images, dimension 0, was asked for, not over pixels.": torch.tensor(0.028125),
    "The squares of the singular values were asked for.": torch.tensor(0.10734433),
    "N − 1 divides a sample variance; the error is a mean over N.": SPREAD * 4 / 3,
    "This is the share of the variance that is lost, not the error.": torch.tensor(1.0),
    "With code 0 nothing is kept: all is lost. `[:-0]` is empty.": torch.tensor(0.0),
}

NORMAL, ODD, RATE = torch.tensor([4.0, 1.0, 3.0, 2.0]), torch.tensor([3.0, 3.5, 9.0]), 0.3
KEYS = ("threshold", "false_alarm", "detected")


def _row(*figures: float) -> torch.Tensor:
    return torch.tensor(figures, dtype=torch.float64)


FOUND = _row(3, 1 / 4, 2 / 3)
DETECT_SLIPS: Slips = {
    "The threshold comes from normal images alone.": _row(3.5, NAN, NAN),
    "Above means strictly above: an error at the threshold is not.": _row(3, 1 / 2, 1),
    "Images with large errors are odd, not those with small ones.": _row(2, 1 / 4, 0),
    "The threshold is one of the normal errors, not between two.": _row(3.1, NAN, NAN),
    "The measured share of false alarms was asked for, not the rate.": _row(3, RATE, 2 / 3),
    "Above it lies at most the share `rate` of the normal ones: this lets one more through.": _row(
        2, 1 / 2, 1
    ),
    "The *least* such error was asked for: fewer lie above this one than may.": _row(4, NAN, NAN),
    "Shares from 0 to 1 were asked for, not percent.": _row(3, 25, 200 / 3),
    "Shares were asked for, not how many.": _row(3, 1, 2),
    "false_alarm is a share of the normal images, not of all that are called odd.": _row(
        3, 1 / 3, 2 / 3
    ),
    "These are the shares that do not lie above the threshold.": _row(3, 3 / 4, 1 / 3),
}

# A thousand digits, codes of 8 numbers, a decoder of 2,400.
SENT = (1000, 64, 4, 8, 16, 2400)
RATIO = torch.tensor(20 / 13, dtype=torch.float64)
RATIO_SLIPS: Slips = {
    "The receiver needs the decoder, once: it is missing.": _row(2),
    "The receiver needs the decoder, once: here it comes with every image.": _row(1 / 150.5),
    "It is the other way round: bits of the images over bits of what is sent.": _row(13 / 20),
    "Pixels have bits_per_pixel bits, and numbers bits_per_number.": _row(80 / 13),
    "This is the share of bits that is saved, not how many times fewer there are.": _row(7 / 20),
    "Each image has a code of its own: here one is sent for all.": _row(256_000 / 38_528),
    "A float was asked for: do not round.": _row(1),
    "Numbers of the decoder have bits_per_number bits, too.": _row(256_000 / 130_400),
}
