"""One step of deep Q-learning, worked out by hand: right numbers, and those of usual mistakes.

Two actions, one number of a state: Q-values are w x. Rows: the loss, and both weights of `net`.
tests/assignments/games/test_by_hand_qlearning.py computes them again.
"""

from collections.abc import Mapping, Sequence

import torch

from autograder.checking.slips import Slips
from autograder.probes.step import Net, Optimiser, Step

from ..shared.figures import row

LAYERS = (("Linear", 1, 2, False),)
NET = Net(LAYERS, {"0.weight": torch.tensor([[1.0], [2.0]])})
TARGET_NET = Net(LAYERS, {"0.weight": torch.tensor([[3.0], [-1.0]])})
STEP = Step({"net": NET, "target_net": TARGET_NET}, "net", Optimiser("SGD", {"lr": 1.0}))
MAY: Mapping[str, Sequence[str]] = {"net": ("weights", "grads")}

# Targets are −½ + ½ · 6 and, where the game is over, −¼; Q-values are 2 and 2.
STATE, NEXT_STATE = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [1.0]])
ACTION, REWARD = torch.tensor([1, 0]), torch.tensor([-0.5, -0.25])
DONE, GAMMA = torch.tensor([False, True]), 0.5
BATCH = (STATE, ACTION, REWARD, NEXT_STATE, DONE)

# Errors are −½ and 2¼.
STEPPED = row(0.9375, 0, 2.25)
STEP_SLIPS: Slips = {
    "The target comes from target_net: this is one of net's own.": row(0.9375, 0, 1.75),
    "target_net takes its own best action: here net has chosen it.": row(2.375, 0, 1.5),
    "The target is that of the next state: here it is of the state itself.": row(1.125, 0, 1.5),
    "The best action of the next state counts, not the mean.": row(1.375, 0, 1.5),
    "The value of the best action was asked for, not its number.": row(1.875, 0, 1.5),
    "After the end nothing comes: done stops the sum.": row(0.203125, 0.25, 2.25),
    "Beyond delta the loss is a straight line: these are squares.": row(2.65625, -3.5, 2.5),
    "Beyond delta the loss is a straight line: these are half squares.": row(1.328125, -1.25, 2.25),
    "gamma is not used: what comes later is worth less.": row(2.375, 0, 2.5),
    "The loss *before* the step is to be returned; this is the one after it.": row(
        0.03125, 0, 2.25
    ),
    "The weights have not moved: zero_grad, backward, then step.": row(0.9375, 1, 2),
    "The step goes uphill: the loss is minimised.": row(0.9375, 2, 1.75),
    "The mean over rows was asked for, not the sum.": row(1.875, -1, 2.5),
}
