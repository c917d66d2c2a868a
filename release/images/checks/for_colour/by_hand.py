"""Published questions of `images/colour`, and what the usual mistakes answer to them."""

import math

import torch

from autograder.checking.slips import Slips
from autograder.text.i18n import said

# The same sentences name mistakes in published and in hidden questions.
DIVIDE = said("256 / V neighbouring values become one: divide by that.")
LOW_BITS = said("x % V keeps the wrong half of the bits.")
EQUAL = said("Bins are equal: rounding makes the first and last half as wide.")
LOWER_EDGE = said("A bin begins at its lower edge: with eight bins 32 is in bin 1.")
FLATTENED = said("V is axis 1: move it to the end before logits are flattened.")
OVER_VALUES = said("The value's own logit, normalised over V: over which axis?")
LOG_PROBS = said("These are log-probabilities: turn the sign round.")
NOT_NORMALISED = said("These are logits: they are not normalised over V.")
PROBABILITIES = said("These are probabilities: return minus their logarithms.")
IN_BITS = said("These are bits, not nats.")
MORE = said("Each bin holds 256 / V values: each costs ln(256 / V) more.")
WRONG_SHARE = said("Each bin holds 256 / V values, not V: ln(256 / V) is added for each.")
ONCE = said("Take it for each of 3·H·W values: it was added once.")
PER_PIXEL = said("ln(256 / V) was added for each pixel, but there are three values in it.")
TAKEN_OFF = said("It was taken off: ln(256 / V) is added for each value.")

WHOLE_BATCH = said("It is added for each value of an image, not of the whole batch.")
ADDED_BITS = said("ln(256 / V) is added in nats, not log2(256 / V) in bits.")
BINS_IN_BITS = said("The bins' cost is in bits, and what is added in nats: both are nats.")
BINS_TAKEN_OFF = said("The bins' cost is taken off: it is an NLL, which is added.")

PER_CHANNEL = said("One number for each channel, (B, C).")
PER_IMAGE = said("One number for each image, (B,).")

COLOURS = torch.tensor([0, 31, 32, 255])
BINS = torch.tensor([0, 0, 1, 7])
BIN_SLIPS: Slips = {
    DIVIDE: torch.tensor([0, 3, 4, 31]),
    LOW_BITS: torch.tensor([0, 7, 0, 7]),
    EQUAL: torch.tensor([0, 1, 1, 7]),
    LOWER_EDGE: torch.tensor([0, 0, 0, 7]),
}

_LOG3, _LOG7 = math.log(3), math.log(7)
# One pixel, V = 2: probabilities of 1 are ¾, ¾ and ⅛, and its values 1, 0 and 1.
LOGITS = torch.tensor([[0.0, 0.0, _LOG7], [_LOG3, _LOG3, 0.0]]).view(1, 2, 3, 1, 1)
PIXEL = torch.tensor([1, 0, 1]).view(1, 3, 1, 1)
CHANNEL_NLL = torch.tensor([[4 / 3, 4.0, 8.0]]).log()
CHANNEL_SLIPS: Slips = {
    OVER_VALUES: torch.tensor([[7 / 3, 9.0, 7.0]]).log(),
    FLATTENED: torch.tensor([[0.693147, 0.356675, 1.386294]]),
    LOG_PROBS: -CHANNEL_NLL,
    NOT_NORMALISED: torch.tensor([[-_LOG3, 0.0, 0.0]]),
    PROBABILITIES: (-CHANNEL_NLL).exp(),
    IN_BITS: CHANNEL_NLL / math.log(2),
}

PIXELS = torch.tensor([[[0, 255]], [[31, 128]], [[200, 7]]]).expand(2, 3, 1, 2).contiguous()
VALUES = PIXELS[0].numel()
COARSE_NLL = torch.full((2,), VALUES * math.log(256))


def coarse_slips(num_values: int) -> Slips:
    """Return what the usual mistakes say that PIXELS cost by equal logits."""
    bins, more = VALUES * math.log(num_values), math.log(256 / num_values)
    return {
        MORE: torch.tensor(bins),
        WRONG_SHARE: torch.tensor(2 * bins),
        ONCE: torch.tensor(bins + more),
        PER_PIXEL: torch.tensor(bins + VALUES / 3 * more),
        TAKEN_OFF: torch.tensor(bins - VALUES * more),
        WHOLE_BATCH: torch.tensor(bins + 2 * VALUES * more),
        ADDED_BITS: torch.tensor(bins + VALUES * more / math.log(2)),
        BINS_IN_BITS: torch.tensor(bins / math.log(2) + VALUES * more),
        BINS_TAKEN_OFF: torch.tensor(VALUES * more - bins),
        LOG_PROBS: -COARSE_NLL,
        IN_BITS: COARSE_NLL / math.log(2),
    }
