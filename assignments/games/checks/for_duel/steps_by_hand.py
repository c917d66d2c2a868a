"""One step of each player, worked out by hand: right numbers, and those of usual mistakes.

The generator answers 2 z. The discriminator's logit is v x, v is nearly 0 in its own step and 1 in
the generator's. Rows: the loss, and the weight that learns.
tests/assignments/games/test_steps_by_hand.py computes them again.
"""

import math

import torch

from autograder.checking.slips import SlipAnswers, Slips
from autograder.probes.step import Net, Optimiser, Step

from ..shared.figures import row

LINE = (("Linear", 1, 1, False),)
JUDGE = (*LINE, ("Flatten", 0))
SGD = Optimiser("SGD", {"lr": 1.0})
GENERATOR = Net(LINE, {"0.weight": torch.tensor([[2.0]])})
# Almost 0: at a logit of exactly 0 autograd's slope of max(0, l) + log(1 + exp(−|l|)) is another.
UNDECIDED = Net(JUDGE, {"0.weight": torch.tensor([[1e-7]])})
DECIDED = Net(JUDGE, {"0.weight": torch.tensor([[1.0]])})
JUDGING = Step({"generator": GENERATOR, "discriminator": UNDECIDED}, "discriminator", SGD)
MAKING = Step({"generator": GENERATOR, "discriminator": DECIDED}, "generator", SGD)
NAN = math.nan  # what a mistake leaves open

# Real ones have the mean 2, fakes −4: slopes of −½ · 2 and ½ · (−4) take v from 0 to 3.
REAL, NOISE = torch.tensor([[1.0], [3.0]]), torch.tensor([[-1.0], [-2.0], [-3.0]])
ROWS = {"real": REAL, "noise": NOISE}
LOG4, LOG2 = math.log(4), math.log(2)
JUDGED = row(LOG4, 3)
JUDGED_SLIPS: Slips = {
    "Mean over the real plus mean over the fakes; you took one mean over both.": row(LOG2, 1.6),
    "There is no factor ½ in front of the two means.": row(LOG2, 1.5),
    "Real and fake have changed places.": row(LOG4, -3),
    "The step goes uphill: the loss is minimised.": row(LOG4, -3),
    "The loss *before* the step is to be returned; this is the one after it.": row(0.025185, 3),
    "The fakes are the generator's answer to the noise, not the noise.": row(LOG4, 2),
    "The labels are 1 and 0: nothing is smoothed.": row(LOG4, 2.8),
    "The weights have not moved: zero_grad, backward, then step.": row(LOG4, 0),
    "Means over the rows were asked for, not sums.": row(5 * LOG2, 8),
}

# A fake at 2, so D is σ(2) = 0.8808.
ONES = torch.ones(4, 1)
MADE = {"non_saturating": row(0.126928, 2.119203), "saturating": row(-2.126928, 2.880797)}
AFTER = {"non_saturating": 0.113448, "saturating": -2.935371}  # the losses after these steps


def made_slips(kind: str) -> SlipAnswers:
    """Return what mistakes of the generator's step lead to."""
    (other,) = set(MADE) - {kind}
    loss, weight = MADE[kind].tolist()
    return {
        "kind is not used, or mixed up: these are the numbers of the other kind.": MADE[other],
        "The step goes uphill: the loss is minimised.": row(NAN, 4 - weight),
        "The weights have not moved: detach nothing, and call step after backward.": row(NAN, 2),
        "The loss *before* the step is to be returned; this is the one after it.": row(
            AFTER[kind], weight
        ),
        "The mean over the fakes was asked for, not the sum.": row(4 * loss, 4 * weight - 6),
        "There is no factor ½ in front of the mean.": row(loss / 2, 1 + weight / 2),
    }
