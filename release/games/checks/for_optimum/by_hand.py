"""Small laws, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/games/test_by_hand_optimum.py computes them again.
"""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.slips import Slips

NAN = math.nan  # what a mistake answers there depends on how else it is written

# In the data alone, in both, in the fakes alone, in neither.
P, Q = torch.tensor([0.5, 0.5, 0.0, 0.0]), torch.tensor([0.0, 0.25, 0.75, 0.0])
TOTAL = torch.tensor([0.5, 0.75, 0.75, math.nan])  # p + q


def smoothed(want: Tensor, got: Tensor) -> Tensor:
    """Return what a number that is added to the denominator makes of the right answer."""
    added = (want / got - 1)[1] * TOTAL[1]
    return want * TOTAL / (TOTAL + added)


BEST = torch.tensor([1.0, 0.6666667, 0.0, 0.5])
BEST_SLIPS: Slips = {
    "Where both are zero it is ½, not 0.": torch.tensor([1.0, 0.6666667, 0.0, 0.0]),
    "Where both are zero it is ½, not 1.": torch.tensor([1.0, 0.6666667, 0.0, 1.0]),
    "That is P(fake): the share of p was asked for.": torch.tensor([0.0, 0.3333333, 1.0, 0.5]),
    "p / q: a ratio of p and q is no probability. Divide by p + q.": torch.tensor(
        [NAN, 2.0, 0.0, NAN]
    ),
    "D was asked for, not its logit: take the sigmoid.": torch.tensor([NAN, 0.6931472, NAN, NAN]),
    "p / (p + q) is D already: no sigmoid on top.": torch.tensor(
        [0.7310586, 0.6607564, 0.5, 0.6224593]
    ),
    "Which is the likelier side is no probability: D says how much likelier.": torch.tensor(
        [1.0, 1.0, 0.0, 0.5]
    ),
    "These are the data's probabilities: divide by p + q.": torch.tensor([0.5, 0.5, 0.0, 0.0]),
    "Divide by p + q, not by their mean.": torch.tensor([2.0, 1.333333, 0.0, 1.0]),
    "The discriminator knows the laws as they are: nothing is added to the denominator.": smoothed,
}

# D is 3/4, 1/2, 1/4, 3/4.
LOGITS = torch.tensor([math.log(3), 0.0, -math.log(3), math.log(3)])
VALUE = torch.tensor(-0.879463)
VALUE_SLIPS: Slips = {
    "The loss has the other sign: the discriminator maximises it.": torch.tensor(0.879463),
    "p and q have changed places.": torch.tensor(-2.252728),
    "Expectations are weighted by p and by q: these are plain means.": torch.tensor(-1.602056),
    "Expectations are weighted by p and by q: these are plain means of the values that "
    "come.": torch.tensor(-0.9808292),
    "Expectations are weighted by p and by q: these are plain sums.": torch.tensor(-6.408224),
    "An expectation is a sum over values, weighted: there is no division by V.": torch.tensor(
        -0.2198657
    ),
    "There is no factor ½.": torch.tensor(-0.4397315),
    "These are bits: natural logarithms were asked for.": torch.tensor(-1.268797),
    "The generator's part is missing: add E_q log(1 − D).": torch.tensor(-0.4904146),
    "The data's part is missing: add E_p log D.": torch.tensor(-0.3890483),
    "Of the generator's values log(1 − D) counts, not log D.": torch.tensor(-1.703422),
    "The two expectations are added; here one is taken off.": torch.tensor(-0.1013663),
    "A sigmoid is taken twice: these are logits, D is the sigmoid of one.": torch.tensor(-1.293448),
    "The logarithms are missing.": torch.tensor(1.3125),
    "Logarithms first, then the mean: this is the logarithm of a mean.": torch.tensor(-0.8446971),
}
# D is 1, 2/3, 0: only the second value costs anything.
SURE = torch.tensor([math.inf, math.log(2), -math.inf, 0.0])
SURE_VALUE = torch.tensor(-0.4773856)
SURE_SLIPS: Slips = {
    "The loss has the other sign: the discriminator maximises it.": torch.tensor(0.4773856),
    "An expectation is a sum over values, weighted: there is no division by V.": torch.tensor(
        -0.1193464
    ),
    "There is no factor ½.": torch.tensor(-0.2386928),
    "These are bits: natural logarithms were asked for.": torch.tensor(-0.6887219),
}

FULL_P, FULL_Q = torch.tensor([0.25, 0.75]), torch.tensor([0.5, 0.5])
FULL = torch.tensor(0.03382208)
FULL_SLIPS: Slips = {
    "Each of the two divergences counts half.": torch.tensor(0.06764415),
    "Nats were asked for: natural logarithms.": torch.tensor(0.04879494),
    "That is its root: its root is a distance; the divergence was asked for.": torch.tensor(
        0.1839078
    ),
    "It has the other sign: a divergence is never negative.": torch.tensor(-0.03382208),
    "This is KL(p ‖ q): take both laws against their mean m.": torch.tensor(0.130812),
    "This is KL(q ‖ p): take both laws against their mean m.": torch.tensor(0.143841),
    "This is the mean of KL(p ‖ q) and KL(q ‖ p): take both against their mean m.": torch.tensor(
        0.1373265
    ),
    "This is KL(p ‖ q) + KL(q ‖ p): take each against m, and half.": torch.tensor(0.2746531),
    "This is KL(p ‖ m): it takes both laws, each against m.": torch.tensor(0.03537489),
    "This is KL(q ‖ m): it takes both laws, each against m.": torch.tensor(0.03226926),
    "This is half KL(p ‖ m) alone: it takes both laws, each against m.": torch.tensor(0.01768745),
    "KL is not symmetric: KL(p ‖ m) and KL(q ‖ m), not the other way round.": torch.tensor(
        0.03484119
    ),
    "m is the mean of p and q: half their sum.": torch.tensor(-0.6593251),
    "An expectation is a sum over values: there is no division by V.": torch.tensor(0.01691104),
    "That is the value of the game: add log 4, and take half.": torch.tensor(-1.31865),
    "That is half the absolute difference: take logarithms.": torch.tensor(0.25),
}
# Of P and Q, with their zeros.
DIVERGENCE = torch.tensor(0.4544544)
DIVERGENCE_SLIPS: Slips = {
    "Each of the two divergences counts half.": torch.tensor(0.9089087),
    "Nats were asked for: natural logarithms.": torch.tensor(0.6556391),
    "That is its root: its root is a distance; the divergence was asked for.": torch.tensor(
        0.6741323
    ),
    "It has the other sign: a divergence is never negative.": torch.tensor(-0.4544544),
    "This is KL(p ‖ m): it takes both laws, each against m.": torch.tensor(0.4904146),
    "This is KL(q ‖ m): it takes both laws, each against m.": torch.tensor(0.4184941),
    "This is half KL(p ‖ m) alone: it takes both laws, each against m.": torch.tensor(0.2452073),
    "m is the mean of p and q: half their sum.": torch.tensor(-0.2386928),
    "An expectation is a sum over values: there is no division by V.": torch.tensor(0.1136136),
    "That is the value of the game: add log 4, and take half.": torch.tensor(-0.4773856),
    "That is half the absolute difference: take logarithms.": torch.tensor(0.75),
}

# q is 1/6, 1/3, 1/2; D is 1/4, 1/2, 3/4.
THETA = torch.tensor([0.0, math.log(2), math.log(3)])
SAID = torch.tensor([-math.log(3), 0.0, math.log(3)])
NON_SATURATING_SLIPS: Slips = {
    "The two kinds have changed places.": torch.tensor([0.1140769, 0.09299869, -0.2070756]),
    "The gradient was asked for, not the direction downhill.": torch.tensor(
        [-0.1300592, -0.02906934, 0.1591285]
    ),
    "q · loss alone: a softmax sums to one, so what one value gains the others lose. "
    "Take the mean loss off.": torch.tensor([0.2310491, 0.2310491, 0.143841]),
    "The gradient is weighted by q: the factor q_y in front is missing.": torch.tensor(
        [0.7803552, 0.08720803, -0.3182571]
    ),
    "The mean loss is weighted by q: here it is a plain mean.": torch.tensor(
        [0.09954219, -0.03196468, -0.2506796]
    ),
    "That is the gradient by q: theta goes through a softmax.": torch.tensor(
        [1.386294, 0.6931472, 0.2876821]
    ),
    "q is the softmax of theta: here theta itself is taken for it.": torch.tensor(
        [0.0, -0.07164154, -0.5589981]
    ),
    "By theta: the discriminator is fixed, and this is the gradient by its logits.": torch.tensor(
        [-0.125, -0.1666667, -0.125]
    ),
    "q_y (1 − q_y) is the diagonal alone: every q_x depends on every theta_y.": torch.tensor(
        [0.1925409, 0.1540327, 0.07192052]
    ),
    "An expectation is a sum over values, weighted: there is no division by V.": torch.tensor(
        [0.04335307, 0.009689781, -0.05304285]
    ),
    "The loss of a value is −log D or log(1 − D): here the logit itself is taken.": torch.tensor(
        [0.2441361, 0.122068, -0.3662041]
    ),
    "The sigmoid is taken twice: these are logits, D is the sigmoid of one.": torch.tensor(
        [0.02141473, 0.008875306, -0.03029003]
    ),
}
SATURATING_SLIPS: Slips = {
    "The two kinds have changed places.": torch.tensor([0.1300592, 0.02906934, -0.1591285]),
    "The gradient was asked for, not the direction downhill.": torch.tensor(
        [-0.1140769, -0.09299869, 0.2070756]
    ),
    "q · loss alone: a softmax sums to one, so what one value gains the others lose. "
    "Take the mean loss off.": torch.tensor([-0.04794701, -0.2310491, -0.6931472]),
    "The gradient is weighted by q: the factor q_y in front is missing.": torch.tensor(
        [0.6844612, 0.2789961, -0.4141511]
    ),
    "The mean loss is weighted by q: here it is a plain mean.": torch.tensor(
        [0.08355986, 0.03196468, -0.2986266]
    ),
    "That is the gradient by q: theta goes through a softmax.": torch.tensor(
        [-0.2876821, -0.6931472, -1.386294]
    ),
    "q is the softmax of theta: here theta itself is taken for it.": torch.tensor(
        [0.0, 0.9082348, 0.6780181]
    ),
    "By theta: the discriminator is fixed, and this is the gradient by its logits.": torch.tensor(
        [-0.04166667, -0.1666667, -0.375]
    ),
    "q_y (1 − q_y) is the diagonal alone: every q_x depends on every theta_y.": torch.tensor(
        [-0.03995584, -0.1540327, -0.3465736]
    ),
    "An expectation is a sum over values, weighted: there is no division by V.": torch.tensor(
        [0.03802562, 0.03099956, -0.06902519]
    ),
    "The loss of a value is −log D or log(1 − D): here the logit itself is taken.": torch.tensor(
        [0.2441361, 0.122068, -0.3662041]
    ),
    "The sigmoid is taken twice: these are logits, D is the sigmoid of one.": torch.tensor(
        [0.03414083, 0.01890247, -0.0530433]
    ),
}
# By kind: what is right, and what mistakes answer.
GRADIENT: Mapping[str, tuple[Tensor, Slips]] = {
    "non_saturating": (torch.tensor([0.1300592, 0.02906934, -0.1591285]), NON_SATURATING_SLIPS),
    "saturating": (torch.tensor([0.1140769, 0.09299869, -0.2070756]), SATURATING_SLIPS),
}
