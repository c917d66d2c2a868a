"""One step of each player, worked out by hand: right numbers, and those of usual mistakes.

The generator answers 2 z. The discriminator's logit is v x, v is 0 in its own step and 1 in the
generator's. Rows: the loss, the weight that learns, and the other one.
tests/assignments/games/test_by_hand_duel.py computes them again.
"""

import math

import torch

from autograder.checking.slips import Slips
from autograder.probes.step import Net, Optimiser
from autograder.text.i18n import said

from ..shared.figures import row

LINE = (("Linear", 1, 1, False),)
JUDGE = (*LINE, ("Flatten", 0))
SGD = Optimiser("SGD", {"lr": 1.0})
GENERATOR = Net(LINE, {"0.weight": torch.tensor([[2.0]])})
UNDECIDED = Net(JUDGE, {"0.weight": torch.tensor([[0.0]])})
DECIDED = Net(JUDGE, {"0.weight": torch.tensor([[1.0]])})
NAN = math.nan  # what a mistake leaves open

# Real ones have the mean 2, fakes −4: slopes of −½ · 2 and ½ · (−4) take v from 0 to 3.
REAL, NOISE = torch.tensor([[1.0], [3.0]]), torch.tensor([[-1.0], [-2.0], [-3.0]])
LOG4, LOG2 = math.log(4), math.log(2)
JUDGED = row(LOG4, 3, 2)
JUDGED_SLIPS: Slips = {
    "Mean over the real plus mean over the fakes; you took one mean over both.": row(LOG2, 1.6, 2),
    "There is no factor ½ in front of the two means.": row(LOG2, 1.5, 2),
    "Real and fake have changed places.": row(LOG4, -3, 2),
    "The step goes uphill: the loss is minimised.": row(LOG4, -3, 2),
    "The loss *before* the step is to be returned; this is the one after it.": row(0.025185, 3, 2),
    "The fakes are the generator's answer to the noise, not the noise.": row(LOG4, 2, 2),
    "The labels are 1 and 0: nothing is smoothed.": row(LOG4, 2.8, 2),
    "The weights have not moved: zero_grad, backward, then step.": row(LOG4, 0, 2),
    "Means over the rows were asked for, not sums.": row(5 * LOG2, 8, 2),
}

# A fake at 2, so D is σ(2) = 0.8808.
ONES = torch.ones(4, 1)
KINDS = ("non_saturating", "saturating")
MADE = {"non_saturating": row(0.126928, 2.119203, 1), "saturating": row(-2.126928, 2.880797, 1)}
MADE_SLIPS = {
    kind: {
        said("These are the numbers of the other kind of loss."): MADE[other],
        said("The step goes uphill: the loss is minimised."): row(NAN, 4 - float(MADE[kind][1]), 1),
        said("The weights have not moved: detach nothing, and call step after backward."): row(
            NAN, 2, 1
        ),
        said("The loss *before* the step is to be returned; this is the one after it."): row(
            after, float(MADE[kind][1]), 1
        ),
        said("A loss is minimised, and this one is upside down."): row(
            -float(MADE[kind][0]), 4 - float(MADE[kind][1]), 1
        ),
        said("The mean over the fakes was asked for, not the sum."): row(
            4 * float(MADE[kind][0]), 4 * float(MADE[kind][1]) - 6, 1
        ),
    }
    for kind, other, after in zip(KINDS, KINDS[::-1], (0.113448, -2.935436), strict=True)
}
