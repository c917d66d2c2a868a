"""Speeds, costs and small networks, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/foundations/test_by_hand_budget.py computes them again.
"""

import math

import torch

from autograder.checking.slips import Slips
from autograder.text.i18n import said

NAN = math.nan  # what a mistake leaves open


def _row(*figures: float) -> torch.Tensor:
    return torch.tensor(figures, dtype=torch.float64)


GIGA, PETA = "100 gigaFLOPS", "1 petaFLOPS"
FAST, FASTER = _row(1e11), _row(1e15)
FAST_SLIPS: Slips = {
    "100·10⁹ = 1e11: 10e9 is 10·10⁹, ten times as much.": 10 * FAST,
    "A prefix is a power of 1,000, not of 1,024.": 1.024**3 * FAST,
    "The prefix counts: giga is 10⁹.": 1e-9 * FAST,
}
FASTER_SLIPS: Slips = {
    "1e15 is 10¹⁵: 10e15 is ten times as much.": 10 * FASTER,
    "A prefix is a power of 1,000, not of 1,024.": 1.024**5 * FASTER,
    "The prefix counts: peta is 10¹⁵.": 1e-15 * FASTER,
}

# GPT-3 on a thousand machines of 100 teraFLOPS and 6.5 kW, half of it used.
GPT3 = (175e9, 300e9, 1e14, 0.5, 1000, 6.5)
KEYS = ("flops", "petaflops_days", "days", "kwh")
COST = _row(3.15e23, 3645.8333333, 72.9166667, 11_375_000)


def _of_cost(*factors: float) -> torch.Tensor:
    return COST * _row(*factors)


COST_SLIPS: Slips = {
    "2·N·D is the forward pass; backward costs twice that.": _of_cost(1 / 3, NAN, NAN, NAN),
    "4·N·D is the backward pass; forward costs half of that.": _of_cost(2 / 3, NAN, NAN, NAN),
    "A lower utilisation takes longer: divide by it.": _of_cost(1, 1, 1 / 4, NAN),
    "A petaFLOPS-day is rate × time: 1e15 · 86,400 operations.": _of_cost(1, 86_400, NAN, NAN),
    "A petaFLOPS-day has nothing to do with the machines, nor with how well they are used.": COST
    * _row(1, 2, NAN, NAN),
    "A day has 86,400 seconds: these are hours.": _of_cost(1, 1, 24, NAN),
    "A day has 86,400 seconds: these are seconds.": _of_cost(1, 1, 86_400, NAN),
    "All machines draw power: this is the energy of one.": _of_cost(1, 1, 1, 1 / 1000),
    "Machines draw power when idle, too: utilisation is no part of it.": COST
    * _row(1, 1, 1, 1 / 2),
    "A day has 24 hours: kilowatts times days are no kilowatt-hours.": _of_cost(1, 1, 1, 1 / 24),
    "`days` is the time on all machines together: they share the work.": COST
    * _row(1, 1, 1000, NAN),
    "The utilisation is missing.": _of_cost(1, 1, 1 / 2, NAN),
}

# A small network, and which parameters train when only its last layer does.
LAYERS = (("Linear", 4, 3), ("ReLU",), ("Linear", 3, 2), ("ReLU",))
ONE = ("2.weight", "2.bias")
TOLD_NAMES = {
    (): said("Children that have parameters count: nn.ReLU has none."),
    ("2.bias",): said("Count children, not tensors: a layer's weight and its bias train together."),
    ("0.weight", "0.bias"): said("It is the *last* ones that train."),
    ("0.weight", "0.bias", "2.weight", "2.bias"): said("The first ones do not train: freeze them."),
    ("2.bias", "2.weight"): said("In the order of model.parameters(): the weight, then the bias."),
}

# One layer of zeros: two rows, both of class 1, and a step of length 1.
LAYER = (("Linear", 1, 2),)
PARTS = ("loss", "0.weight", "0.weight", "0.bias", "0.bias")
ZERO = {"0.weight": torch.zeros(2, 1), "0.bias": torch.zeros(2)}
X, LABELS, RATE = torch.tensor([[1.0], [3.0]]), torch.tensor([1, 1]), 1.0
# The loss, then the weights, then the biases after the step.
STEPPED = _row(math.log(2), -1, 1, -0.5, 0.5)
STEP_SLIPS: Slips = {
    "The mean over rows was asked for, not the sum.": _row(2 * math.log(2), -2, 2, -1, 1),
    "The mean over rows was asked for: the step is that of the sum.": _row(
        math.log(2), -2, 2, -1, 1
    ),
    "The loss before the step was asked for.": _row(0.0247493, -1, 1, -0.5, 0.5),
    "The model has not changed: work on the given one.": _row(math.log(2), 0, 0, 0, 0),
    "This is no plain gradient descent: p − rate · gradient.": _row(math.log(2), -1, 1, -1, 1),
    "Half the step: cross-entropy takes the softmax itself, it wants logits.": _row(
        math.log(2), -0.5, 0.5, -0.25, 0.25
    ),
    "The step is shortened: nothing is clipped.": _row(
        math.log(2), -(0.4**0.5), 0.4**0.5, -(0.1**0.5), 0.1**0.5
    ),
    "One step was asked for: these are two.": _row(NAN, -1.02508, 1.02508, -0.524168, 0.524168),
    "The step goes uphill: subtract the gradient.": _row(math.log(2), 1, -1, 0.5, -0.5),
}
