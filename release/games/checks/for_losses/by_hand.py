"""Two real samples and three fakes, worked out by hand: right numbers, and wrong ones.

tests/assignments/games/test_by_hand_losses.py computes them again.
"""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

# D is 1/2 and 3/4 for the real ones, 1/2, 1/2 and 1/4 for the fakes.
REAL, FAKE = torch.tensor([0.0, math.log(3)]), torch.tensor([0.0, 0.0, -math.log(3)])

LOSS = torch.tensor(1.048407)
LOSS_SLIPS: Slips = {
    "Mean over the real plus mean over the fakes; you took one mean over both.": torch.tensor(
        0.5309611
    ),
    "There is no factor ½ in front of the two means.": torch.tensor(0.5242034),
    "A loss is minimised: the sign is the other one.": torch.tensor(-1.048407),
    "Real and fake have changed places.": torch.tensor(1.963917),
    "Take a mean over the real and a mean over the fakes, not sums.": torch.tensor(2.654806),
    "Each mean has its own number of samples: the fakes' is over M.": torch.tensor(1.327403),
    "Each mean has its own number of samples: the real ones' is over N.": torch.tensor(0.8849352),
    "The fakes' mean is missing.": torch.tensor(0.4904146),
    "The real ones' mean is missing.": torch.tensor(0.5579921),
    "These are bits: natural logarithms were asked for.": torch.tensor(1.512531),
    "The fakes are called real: of them log(1 − D) counts.": torch.tensor(1.414611),
    "Both means are paid, so they are added; here one is taken off.": torch.tensor(-0.06757752),
    "A sigmoid is taken twice: these are logits, D is the sigmoid of one.": torch.tensor(1.355172),
    "The logarithm is missing: these are means of D and 1 − D.": torch.tensor(-1.208333),
    "Logarithms first, then the mean: this is the logarithm of a mean.": torch.tensor(1.009),
    "These are squares, as in a least-squares GAN: take logarithms.": torch.tensor(0.34375),
    "This is a hinge: take −log D and −log(1 − D).": torch.tensor(1.166667),
    "These are means of logits, as in a Wasserstein GAN: take logarithms of D.": torch.tensor(
        -0.9155103
    ),
    "The labels are smoothed: a real sample counts as real altogether.": torch.tensor(1.103337),
}

NON_SATURATING_LOSS_SLIPS: Slips = {
    "The two kinds have changed places.": torch.tensor(-0.5579921),
    "A loss is minimised: −log D, with its minus.": torch.tensor(-0.9241962),
    "The mean over the fakes was asked for, not the sum.": torch.tensor(2.772589),
    "These are bits: natural logarithms were asked for.": torch.tensor(1.333333),
    "There is no factor ½.": torch.tensor(0.4620981),
    "Logarithms first, then the mean: this is the logarithm of a mean.": torch.tensor(0.8754687),
    "A sigmoid is taken twice: these are logits, D is the sigmoid of one.": torch.tensor(0.5080311),
    "The logarithm is missing.": torch.tensor(-0.4166667),
    "This is minus the mean logit, as in a Wasserstein GAN: take a logarithm.": torch.tensor(
        0.3662041
    ),
    "The label of real ones is due: −log(1 − D) is what the discriminator pays.": torch.tensor(
        0.5579921
    ),
}
SATURATING_LOSS_SLIPS: Slips = {
    "The two kinds have changed places.": torch.tensor(0.9241962),
    "log(1 − D) is minimised as it is, without a minus.": torch.tensor(0.5579921),
    "The mean over the fakes was asked for, not the sum.": torch.tensor(-1.673976),
    "These are bits: natural logarithms were asked for.": torch.tensor(-0.8050125),
    "There is no factor ½.": torch.tensor(-0.2789961),
    "Logarithms first, then the mean: this is the logarithm of a mean.": torch.tensor(-0.5389965),
    "A sigmoid is taken twice: these are logits, D is the sigmoid of one.": torch.tensor(
        -0.9246978
    ),
    "The logarithm is missing.": torch.tensor(0.5833333),
    "This is minus the mean logit, as in a Wasserstein GAN: take a logarithm.": torch.tensor(
        0.3662041
    ),
}
# By kind: what is right, and what mistakes answer.
GENERATOR: Mapping[str, tuple[Tensor, Slips]] = {
    "non_saturating": (torch.tensor(0.9241962), NON_SATURATING_LOSS_SLIPS),
    "saturating": (torch.tensor(-0.5579921), SATURATING_LOSS_SLIPS),
}

NON_SATURATING_SLOPE_SLIPS: Slips = {
    "The two kinds have changed places.": torch.tensor([-0.5, -0.5, -0.25]),
    "Each sample's own slope was asked for: no 1/M.": torch.tensor([-0.1666667, -0.1666667, -0.25]),
    "Slopes are negative, since both losses fall as the logit grows.": torch.tensor(
        [0.5, 0.5, 0.75]
    ),
    "The slope by the logit, not by D: the factor D(1 − D) is missing.": torch.tensor(
        [-2.0, -2.0, -4.0]
    ),
    "One factor too many: the derivative of the sigmoid itself, D(1 − D), is in the "
    "slope already.": torch.tensor([-0.125, -0.125, -0.140625]),
    "This is the derivative of the sigmoid itself: the loss has a logarithm.": torch.tensor(
        [0.25, 0.25, 0.1875]
    ),
    "This is D: the slope of −log D is D − 1.": torch.tensor([0.5, 0.5, 0.25]),
    "These are losses: their slopes were asked for.": torch.tensor(
        [0.6931472, 0.6931472, 1.386294]
    ),
    "The slope of each sample was asked for, not their mean.": torch.tensor(
        [-0.5833333, -0.5833333, -0.5833333]
    ),
}
SATURATING_SLOPE_SLIPS: Slips = {
    "The two kinds have changed places.": torch.tensor([-0.5, -0.5, -0.75]),
    "Each sample's own slope was asked for: no 1/M.": torch.tensor(
        [-0.1666667, -0.1666667, -0.08333333]
    ),
    "Slopes are negative, since both losses fall as the logit grows.": torch.tensor(
        [0.5, 0.5, 0.25]
    ),
    "The slope by the logit, not by D: the factor D(1 − D) is missing.": torch.tensor(
        [-2.0, -2.0, -1.333333]
    ),
    "One factor too many: the derivative of the sigmoid itself, D(1 − D), is in the "
    "slope already.": torch.tensor([-0.125, -0.125, -0.046875]),
    "This is the derivative of the sigmoid itself: the loss has a logarithm.": torch.tensor(
        [0.25, 0.25, 0.1875]
    ),
    "These are losses: their slopes were asked for.": torch.tensor(
        [-0.6931472, -0.6931472, -0.2876821]
    ),
    "The slope of each sample was asked for, not their mean.": torch.tensor(
        [-0.4166667, -0.4166667, -0.4166667]
    ),
}
# By kind: what is right, and what mistakes answer.
SLOPE: Mapping[str, tuple[Tensor, Slips]] = {
    "non_saturating": (torch.tensor([-0.5, -0.5, -0.75]), NON_SATURATING_SLOPE_SLIPS),
    "saturating": (torch.tensor([-0.5, -0.5, -0.25]), SATURATING_SLOPE_SLIPS),
}


# Logits of 0, within and beyond 1/2, of both signs.
REPORT_REAL = torch.tensor([0.0, 0.25, 1.0, -2.0, 3.0])
REPORT_FAKE = torch.tensor([0.0, -0.25, -1.0, 0.25])
REPORT = {"real_right": 0.7, "fake_right": 0.625, "gain": 0.0326497}
REPORT_SLIPS: Mapping[str, Mapping[str, float]] = {
    "real_right": {
        said("A logit of 0 counts half, not as right."): 0.8,
        said("A logit of 0 counts half, not nothing."): 0.6,
        said("The threshold of a logit is 0: ½ is the threshold of D."): 0.4,
        said("That is the share that is wrong."): 0.3,
        said("A share was asked for, no number of samples."): 3.5,
        said("A share was asked for, no percentage."): 70,
        said("Real and fake have changed places."): 0.625,
        said("A logit of 0 counts half, and is not left out."): 0.75,
    },
    "fake_right": {
        said("A logit of 0 counts half, not as right."): 0.75,
        said("A logit of 0 counts half, not nothing."): 0.5,
        said("The threshold of a logit is 0: ½ is the threshold of D."): 0.25,
        said("That is the share that is wrong."): 0.375,
        said("A share was asked for, no number of samples."): 2.5,
        said("A share was asked for, no percentage."): 62.5,
        said("Real and fake have changed places."): 0.7,
        said("A logit of 0 counts half, and is not left out."): 0.6666667,
        said("The threshold of a logit is 0, of the fakes, too."): 1,
    },
    "gain": {
        said("A coin pays log 4: log 2 for the real and log 2 for the fakes."): -0.6604975,
        said("It is log 4 minus the loss, not the loss minus log 4."): -0.0326497,
        said("It is log 4 minus the loss, not the loss itself."): 1.353645,
        said("It is log 4 minus the loss, not minus the loss alone."): -1.353645,
        said("It is log 4 minus the loss, without a factor ½."): 0.709472,
        said("Natural logarithms were asked for: these are bits."): 0.04710357,
    },
}
