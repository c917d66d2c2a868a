"""A mixture of two components that can be worked out by hand: right numbers, and wrong ones.

tests/assignments/density/test_by_hand.py computes the numbers again.
"""

import math

import torch

from autograder.checking.slips import Slips

LOG3 = math.log(3)  # sigmoid(log 3) = 3/4
ROWS = torch.tensor([[1.0, 1, 1], [0, 1, 0], [1, 0, 0], [0, 0, 1]])
WEIGHT_LOGITS = torch.tensor([1 + LOG3, 1.0])
LOGITS = torch.tensor([[LOG3, LOG3, 0.0], [-LOG3, 0.0, LOG3]])
NATS = torch.tensor([-1.450833, -2.367124, -2.549445, -2.367124])
SLIPS: Slips = {
    "These are bits, no nats.": torch.tensor([-2.093109, -3.415038, -3.678072, -3.415038]),
    "The sign is turned round.": torch.tensor([1.450833, 2.367124, 2.549445, 2.367124]),
    "This is a mean: add up.": torch.tensor([-0.5025945, -0.7890412, -0.8687986, -0.9162119]),
    "This is a mean over the dimensions: add up.": torch.tensor(
        [-0.483611, -0.7890412, -0.8498151, -0.7890412]
    ),
    "One component is picked for the whole row, not for each pixel.": torch.tensor(
        [-1.420061, -2.182201, -2.459833, -2.719344]
    ),
    "That is a bound (Jensen): take the logarithm of the sum over components.": torch.tensor(
        [-1.543164, -2.367124, -2.641777, -2.91643]
    ),
    "It is a sum over all components, not the best one.": torch.tensor(
        [-1.556193, -2.654806, -2.654806, -2.654806]
    ),
    "The weights of the components have no say.": torch.tensor(
        [-1.673976, -2.367124, -2.772589, -1.856298]
    ),
    "The weights of the components are missing: they sum to one.": torch.tensor(
        [-0.9808292, -1.673976, -2.079442, -1.163151]
    ),
    "Weights are the softmax of weight_logits: they sum to one.": torch.tensor(
        [0.9354615, 0.01917075, -0.1631508, 0.01917075]
    ),
    "Weights are the softmax of weight_logits, which are no probabilities themselves.": (
        torch.tensor([-0.3798197, -1.236169, -1.478432, -1.058916])
    ),
    "Zeros cost, too.": torch.tensor([-1.450833, -0.3746934, -0.4700036, -0.5753641]),
    "Zero and one are swapped: the logit is that of a one.": torch.tensor(
        [-3.060271, -2.367124, -1.961659, -1.519826]
    ),
    "Given a component, dimensions are independent coins: no softmax over them.": torch.tensor(
        [-3.783117, -1.749733, -1.820245, -1.845918]
    ),
}
