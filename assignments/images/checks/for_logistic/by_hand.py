"""Published questions of `images/logistic`, and what the usual mistakes answer to them."""

import math

import torch

from autograder.checking.slips import Slips
from autograder.text.i18n import said

OF_THE_LOGITS = said("The result has one number for each image, in the dtype of the logits.")
SHAPE = said("The shapes of x, mean and log_scale broadcast.")

UPPER_EDGE = said("V − 1 reaches to infinity: it has a lower edge alone.")
LOWER_EDGE = said("0 reaches to minus infinity: it has an upper edge alone.")
OTHER_AXIS = said("The logits are normalised over components: over which axis?")
DEFAULT = said("num_values is not handed on: by default it is 256.")

# Three values, means of ½ and 0.2, log-scale -2.
VALUES = torch.arange(3)
MEANS, LOG_SCALE = torch.tensor([[0.5], [0.2]]), torch.tensor(-2.0)
LOG_PROBS = torch.tensor([[-1.993672, -0.317989, -1.993672], [-0.525387, -0.937047, -4.081015]])
_DOUBLE = torch.tensor([[-0.693147, -0.049729, -0.693147], [-0.103428, -0.208821, -2.320145]])
LOG_PROB_SLIPS: Slips = {
    "0 reaches to minus infinity and V − 1 to infinity: the ends have no edges.": torch.tensor(
        [[-2.022757, -0.317989, -2.022757], [-0.585898, -0.937047, -4.106616]]
    ),
    "The ends are swapped: 0 reaches to minus infinity, V − 1 to infinity.": torch.tensor(
        [[-0.003912, -0.317989, -0.003912], [-0.035338, -0.937047, -0.000427]]
    ),
    "A bar is 1 / (V − 1) wide, half of it on each side: this one is 1 / V wide.": torch.tensor(
        [[-2.544762, -0.601178, -2.544762], [-0.823862, -1.422801, -4.688974]]
    ),
    "A bar is 1 / (V − 1) wide, half of it on each side: this one is twice as wide.": _DOUBLE,
    "log_scale is no variance: scale = exp(log_scale).": torch.tensor(
        [[-1.089582, -1.116922, -1.089582], [-0.627497, -1.262628, -1.697372]]
    ),
    "scale = exp(log_scale): this is its square.": torch.tensor(
        [[-13.649539, -2e-06, -13.649539], [-0.063186, -2.793094, -30.028983]]
    ),
    UPPER_EDGE: torch.tensor(
        [[-1.993672, -0.317989, -2.022757], [-0.525387, -0.937047, -4.106616]]
    ),
    LOWER_EDGE: torch.tensor(
        [[-2.022757, -0.317989, -1.993672], [-0.585898, -0.937047, -4.081015]]
    ),
    "Values lie at x / (V − 1): here they lie at (x + ½) / V.": (
        torch.tensor([[-1.487590, -0.601178, -1.487590], [-0.317262, -1.422801, -3.479530]])
    ),
    "The mean is in units of [0, 1], values go to V − 1.": torch.tensor(
        [[-0.693147, -0.694383, -7.389673], [-0.103428, -2.320830, -9.605840]]
    ),
    "scale = exp(log_scale): this is softplus.": torch.tensor(
        [[-2.100220, -0.280851, -2.100220], [-0.515458, -0.942078, -4.346210]]
    ),
    "scale = exp(log_scale): divide by it.": torch.tensor(
        [[-0.710207, -4.079536, -0.710207], [-0.689770, -4.079952, -0.731057]]
    ),
    "This is the density times the width, not the area.": torch.tensor(
        [[-1.993672, -0.079442, -1.993672], [-0.525387, -1.116721, -4.081015]]
    ),
    "This is the density times the width, not the area, and the ends have no edges.": torch.tensor(
        [[-2.436786, -0.079442, -2.436786], [-0.581954, -1.116721, -4.609802]]
    ),
    "These are probabilities: return their logarithms.": LOG_PROBS.exp(),
    "The sign is the wrong way round: a log-probability is at most 0.": -LOG_PROBS,
    "These are bits, not nats.": LOG_PROBS / math.log(2),
}


def _pixel(*numbers: float) -> torch.Tensor:
    return torch.tensor(numbers).view(1, 1, 3, 1, 1)


# R is 255 and G is 51 of 255: r = 1 and g = 0.2.
PIXEL = torch.tensor([255, 51, 0]).view(1, 3, 1, 1)
MEANS_BEFORE, COEFFS = _pixel(0.1, 0.2, 0.3), _pixel(0.5, -2.0, 3.0)
MEANS_AFTER = _pixel(0.1, 0.7, -1.1)
MEANS_SLIPS: Slips = {
    "G follows the *true* R: here it follows the predicted one, and B both.": _pixel(
        0.1, 0.25, 0.85
    ),
    "G follows the *true* R, and B the true R and G: these are the means.": _pixel(0.1, 0.25, 0.7),
    "r and g are x / (V − 1), not integers.": _pixel(0.1, 127.7, -356.7),
    "B follows the *true* G: here it follows G's mean.": _pixel(0.1, 0.7, 0.4),
    "r and g are x / (V − 1), not x / V.": _pixel(0.1, 0.698047, -1.094531),
    "r and g are x / (V − 1), in [0, 1], not in [−1, 1].": _pixel(0.1, 0.7, -3.5),
    "beta goes with R and gamma with G.": _pixel(0.1, 0.7, 2.9),
    "B follows G, too.": _pixel(0.1, 0.7, -1.7),
    "B follows R, too.": _pixel(0.1, 0.7, 0.9),
    "R stays as it is.": _pixel(0.6, 0.7, -1.1),
    "alpha belongs to G.": _pixel(0.1, -1.8, 3.4),
    "The coefficients are used as they are: no tanh.": _pixel(0.1, 0.662117, -0.465017),
    "coeffs have no effect.": MEANS_BEFORE,
}

# Two components of weights ¼ and ¾ that disagree in all three channels of one pixel, V = 3.
MIX_LOGITS = torch.tensor([0.0, math.log(3)]).view(1, 2, 1, 1)
MIX_MEANS = torch.tensor([[0.2, 0.8, 0.2], [0.8, 0.5, 0.8]]).view(1, 2, 3, 1, 1)
MIX_SCALES = torch.full((1, 2, 3, 1, 1), -2.0)
MIX_PIXEL = torch.tensor([0, 1, 2]).view(1, 3, 1, 1)
MIX_NLL = torch.tensor([5.046996])
MIX_LOG_PROBS = torch.tensor([-0.525387, -0.937047, -4.081015, -4.081015, -0.317989, -0.525387])
MIX_LOG_PROBS = MIX_LOG_PROBS.view(1, 2, 3, 1, 1)
MIX_SLIPS: Slips = {
    "The logits are not normalised: log_softmax.": torch.tensor([3.660702]),
    "One component is picked for the whole pixel: add over channels before logsumexp.": (
        torch.tensor([3.073653])
    ),
    "The mean of logs is a bound (Jensen): the logarithm of the mean was asked for.": (
        torch.tensor([5.079156])
    ),
    "Weights are equal: logits have no effect.": torch.tensor([5.186762]),
    "The likeliest component alone was counted.": torch.tensor([5.212073]),
    "The likeliest component alone was counted, without its weight.": torch.tensor([4.924391]),
    OTHER_AXIS: torch.tensor([4.493612]),
    DEFAULT: torch.tensor([17.874100]),
    "This is a mean over channels: add up.": torch.tensor([1.689199]),
    "This is a probability: return minus its logarithm.": torch.tensor([0.006429]),
    "The sign is the wrong way round: this is a log-probability.": -MIX_NLL,
    "These are bits, not nats.": MIX_NLL / math.log(2),
}
