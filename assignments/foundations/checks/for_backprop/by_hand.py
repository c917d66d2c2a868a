"""Small layers, worked out by hand: right numbers, and those of usual mistakes."""

import math

import torch

from autograder.checking.slips import Slips
from autograder.text.i18n import said

# (x²)′ at 3; (x³)′ at 2 with h = 0.1 is 3 x² + h².
SQUARE_SLIPS: Slips = {
    "The two points are 2h apart: divide by that.": torch.tensor([12.0]).double(),
}
CUBE_SLIPS: Slips = {
    "Differences to one side: their error is of the order of h, that of central ones of "
    "h².": torch.tensor([12.61]).double(),
    "The two points are 2h apart: divide by that.": torch.tensor([24.02]).double(),
    "The step h is another one than was given, or this is another rule: central differences "
    "were asked for.": torch.tensor([12.0]).double(),
}

WEIGHT, BIAS = torch.tensor([[1.0, 2.0]]), torch.tensor([3.0])
X = torch.tensor([[1.0, 1.0], [0.0, 1.0]])
OUT, GRAD = torch.tensor([[6.0], [5.0]]), torch.tensor([[1.0], [10.0]])
BACK = torch.tensor([[1.0, 2.0], [10.0, 20.0]])
BY_WEIGHT, BY_BIAS = torch.tensor([[1.0, 11.0]]), torch.tensor([11.0])
OUT_SLIPS: Slips = {"The bias is missing.": torch.tensor([[3.0], [2.0]])}
BACK_SLIPS: Slips = {
    "The mean is in the loss already: `backward` returns grad times the weight.": BACK / 2,
}
WEIGHT_SLIPS: Slips = {
    "grad_weight sums over the batch; the mean is in the loss already.": BY_WEIGHT / 2,
    "grad_weight sums over the batch: this is that of the first row.": torch.tensor([[1.0, 1.0]]),
}
BIAS_SLIPS: Slips = {
    "grad_bias sums over the batch; the mean is in the loss already.": BY_BIAS / 2,
    "grad_bias sums over the batch: this is that of the first row.": torch.tensor([1.0]),
}
WEIGHT_SHAPE = said("grad_weight has the shape of weight, (O, I).")

SIGNS, UPSTREAM = torch.tensor([-1.0, 2.0, 3.0]), torch.tensor([10.0, -10.0, 20.0])
PASSED, DOWN = torch.tensor([0.0, 2.0, 3.0]), torch.tensor([0.0, -10.0, 20.0])
RELU_SLIPS: Slips = {
    "The input decides which units pass, not the sign of the gradient.": torch.tensor(
        [10.0, 0, 20]
    ),
    "The input decides which units pass; the gradient may be negative.": torch.tensor([0.0, 0, 20]),
    "Where the input is above zero the slope is 1, not the output.": torch.tensor([0.0, -20, 60]),
}

LOGITS = torch.tensor([[0.0, 0.0], [0.0, math.log(3)]])
LABELS = torch.tensor([1, 0])
VALUE = torch.tensor((math.log(2) + math.log(4)) / 2)
SLOPES = torch.tensor([[0.25, -0.25], [-0.375, 0.375]])
VALUE_SLIPS: Slips = {
    "The mean over rows was asked for: this is the sum.": 2 * VALUE,
    "The sign is the wrong way round: −log P.": -VALUE,
}
SLOPE_SLIPS: Slips = {
    "Softmax − one-hot is divided by the rows, since the loss is a mean over rows.": 2 * SLOPES,
    "It is the other way round: softmax − one-hot.": -SLOPES,
    "Softmax alone: take off the one-hot rows.": torch.tensor([[0.25, 0.25], [0.125, 0.375]]),
    "Every logit has a gradient, not that of the label alone.": torch.tensor(
        [[0.0, -0.25], [-0.375, 0.0]]
    ),
}

# One layer from two inputs to two classes: as many, so that a layer left out has the right shape.
SQUARE_WEIGHT = torch.tensor([[1.0, 0.0], [1.0, 2.0]])
ONES = torch.tensor([[1.0, -0.5]])
NET_VALUE, NET_GRAD = torch.tensor(math.log(1 + math.e**-1)), torch.tensor([[0.0, 0.53788284]])
NET_SLIPS: Slips = {
    "The first layer is left out: x has a gradient, too.": torch.tensor(
        [[-0.26894143, 0.26894143]]
    ),
}
