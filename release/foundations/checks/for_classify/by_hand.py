"""Small rows of logits, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/foundations/test_by_hand.py computes the right ones again.
"""

import torch

from autograder.checking.slips import Slips

LOGITS = torch.tensor([[0.0, 0.0], [0.0, 1.0]])
PROBABILITIES = torch.tensor([[0.5, 0.5], [0.26894142, 0.73105858]])
ROW_SLIPS: Slips = {
    "Each row sums to one: these are columns that do.": torch.tensor(
        [[0.5, 0.26894142], [0.5, 0.73105858]]
    ),
    "All together sum to one here: each row does.": torch.tensor(
        [[0.17487770, 0.17487770], [0.17487770, 0.47536690]]
    ),
    "These are logarithms: the probabilities themselves were asked for.": torch.tensor(
        [[-0.69314718, -0.69314718], [-1.31326169, -0.31326169]]
    ),
    "This is the sigmoid of each logit: the classes share one probability.": torch.tensor(
        [[0.5, 0.5], [0.5, 0.73105858]]
    ),
}
EVEN, EVENED = torch.tensor([[0.0, 1.0]]), torch.tensor([[0.37754067, 0.62245933]])
TEMPERATURE_SLIPS: Slips = {
    "Logits are divided by the temperature: here they are multiplied by it.": torch.tensor(
        [[0.11920292, 0.88079708]]
    ),
    "Logits are divided by the temperature, before the softmax: here probabilities "
    "are.": torch.tensor([[0.13447071, 0.36552929]]),
    "The temperature has no effect here: logits are divided by it.": torch.tensor(
        [[0.26894142, 0.73105858]]
    ),
}

WEIGHT, BIAS = torch.tensor([2.0]), torch.tensor(1.0)
PLACES = torch.tensor([[-1.0], [0.0], [0.5]])
OF_CLASS_ONE = torch.tensor([0.26894142, 0.73105858, 0.88079708]).double()
TWO_CLASS_SLIPS: Slips = {
    "−weight and weight differ by 2·weight: that is twice the logit.": torch.tensor(
        [0.11920292, 0.88079708, 0.98201379]
    ).double(),
    "Row 1 is of class 1: here it is that of class 0.": 1 - OF_CLASS_ONE,
    "The bias has no effect here: missing, or in both rows? Differences count.": torch.tensor(
        [0.11920292, 0.5, 0.73105858]
    ).double(),
    "The weight has no effect here: is it in both rows? Only differences count.": torch.tensor(
        [0.73105858, 0.73105858, 0.73105858]
    ).double(),
    "−bias and bias differ by 2·bias: that is twice as much.": torch.tensor(
        [0.5, 0.88079708, 0.95257413]
    ).double(),
}

FOUR = torch.tensor([[0.0, 2.0], [0.0, 2.0], [2.0, 0.0], [0.0, 2.0]])
LABELS = torch.tensor([1, 1, 0, 0])
MEASURED = {"accuracy": 0.75, "confidence": 0.88079708, "nll": 0.62692801}
ACCURACY_SLIPS: Slips = {
    "A share from 0 to 1 was asked for, not percent.": torch.tensor([75.0]),
    "A share was asked for, not how many are right.": torch.tensor([3.0]),
    "This is the share of rows that are wrong.": torch.tensor([0.25]),
}
CONFIDENCE_SLIPS: Slips = {
    "A share from 0 to 1 was asked for, not percent.": torch.tensor([88.079708]),
    "Confidence is what the net claims, accuracy what it achieves.": torch.tensor([0.75]),
    "The largest probability was asked for, not the label's.": torch.tensor([0.69039856]),
    "The largest probability was asked for, not the largest logit.": torch.tensor([2.0]),
    "A mean over rows was asked for, not a sum.": torch.tensor([3.52318831]),
}
NLL_SLIPS: Slips = {
    "nats were asked for, not bits: take the natural logarithm.": torch.tensor([0.90446593]),
    "The mean of the logarithms was asked for, not the logarithm of the mean.": torch.tensor(
        [0.37048617]
    ),
    "A mean over rows was asked for, not a sum.": torch.tensor([2.50771204]),
    "This is the mean of log P: −log P was asked for.": torch.tensor([-0.62692801]),
    "The probability of the label counts, not the largest one.": torch.tensor([0.12692801]),
    "These were logits: cross-entropy takes the softmax itself.": torch.tensor([0.57356452]),
}
EVALUATE_SLIPS: dict[str, Slips] = {
    "accuracy": ACCURACY_SLIPS,
    "confidence": CONFIDENCE_SLIPS,
    "nll": NLL_SLIPS,
}
