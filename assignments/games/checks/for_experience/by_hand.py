"""Choices, rewards and a policy that can be worked out by hand: right numbers, and wrong ones.

tests/assignments/games/test_by_hand_experience.py computes them again.
"""

import math

import torch

from autograder.checking.slips import Slips

NAN = math.nan  # what a mistake answers there is not defined

Q = torch.tensor(
    [
        *([0.0, 2.0, 1.0], [5.0, 2.0, 1.0], [0.0, 0.5, 7.0], [1.0, 3.0, 2.0]),
        *([-3.0, -1.0, -2.0], [-1.0, -3.0, -2.0], [4.0, 6.0, 8.0], [9.0, 6.0, 3.0]),
    ]
)
BEST = torch.tensor([1, 0, 2, 1, 1, 0, 2, 0])
BEST_SLIPS: Slips = {
    "That is the least one: the best action has the largest Q-value.": torch.tensor(
        [0, 2, 0, 0, 0, 1, 0, 2]
    ),
    "That is the second best: the best action has the largest Q-value.": torch.tensor(
        [2, 1, 1, 2, 2, 2, 1, 1]
    ),
}

REWARD, GAMMA = torch.tensor([1.0, 0.0, 2.0]), 0.5
RETURNS = torch.tensor([1.5, 1.0, 2.0])
RETURNS_SLIPS: Slips = {
    "Each step's return counts from that step on: discount from there.": torch.tensor(
        [1.5, 0.5, 0.5]
    ),
    "What came before is no part of a return: go from the end to the beginning.": torch.tensor(
        [1.0, 0.5, 2.25]
    ),
    "These come last step first: give them in the order of the steps.": torch.tensor(
        [2.0, 1.0, 1.5]
    ),
    "The step's own reward is missing: G_t = r_t + gamma G_{t+1}.": torch.tensor([0.5, 1.0, 0.0]),
    "The step's own reward is missing, and the discount with it.": torch.tensor([1.0, 2.0, 0.0]),
    "The step's own reward is not discounted.": torch.tensor([0.75, 0.5, 1.0]),
    "The discount is missing: later rewards count gamma less for each step.": torch.tensor(
        [3.0, 2.0, 2.0]
    ),
    "All later rewards count, not the next one alone.": torch.tensor([1.0, 1.0, 2.0]),
    "These are the rewards: what comes later counts, too.": torch.tensor([1.0, 0.0, 2.0]),
    "These are the rewards, each discounted, but nothing is added up.": torch.tensor(
        [1.0, 0.0, 0.5]
    ),
    "The return of each step was asked for: this is the first one's.": torch.tensor(
        [1.5, 1.5, 1.5]
    ),
    "These are means: add up.": torch.tensor([0.5, 0.5, 2.0]),
    "Returns are asked for as they are: nothing is normalised.": torch.tensor([0.0, -1.0, 1.0]),
    "Returns are asked for as they are: nothing is normalised at all.": torch.tensor(
        [0.0, -1.224745, 1.224745]
    ),
}

# The policy is even, 1 : 3 and 2 : 1; what was done has 1/2, 1/4 and 2/3.
LOGITS = torch.tensor([[0.0, 0.0], [0.0, math.log(3)], [math.log(2), 0.0]])
ACTION, BROUGHT = torch.tensor([1, 0, 0]), torch.tensor([2.0, 0.0, 3.0])
BASELINE, BASELINES = 1.0, torch.tensor([0.5, 1.0, 2.0])
PLAIN = torch.tensor(0.8675632)
PLAIN_SLIPS: Slips = {
    "The sign is the other one. Minus the mean: the loss is minimised.": torch.tensor(-0.8675632),
    "The mean over rows was asked for, not the sum.": torch.tensor(2.60269),
    "The mean over rows was asked for: this is one over all actions, too.": torch.tensor(0.4337816),
    "The given baseline is taken off, not the mean return.": torch.tensor(-0.5129405),
    "Nothing is normalised: take the baseline off, and no more.": torch.tensor(-0.3357984),
    "Take the logarithm of the probability: here it is the probability itself.": torch.tensor(-1.0),
    "Logits are no log-probabilities: log softmax makes them.": torch.tensor(-0.6931472),
    "The softmax is over the actions of each row, not over rows.": torch.tensor(1.766106),
    "The softmax is taken twice.": torch.tensor(1.002404),
    "There is one return for each row: here every row has all of them.": torch.tensor(1.380504),
    "These are bits: natural logarithms were asked for.": torch.tensor(1.251629),
    "The returns are missing: this is the negative log-likelihood.": torch.tensor(0.8283022),
    "The action that was done counts, not all of them.": torch.tensor(2.428274),
}
NUMBER = torch.tensor(0.03926101)
NUMBER_SLIPS: Slips = {
    "The sign is the other one. Minus the mean: the loss is minimised.": torch.tensor(-0.03926101),
    "The mean over rows was asked for, not the sum.": torch.tensor(0.117783),
    "The mean over rows was asked for: this is one over all actions, too.": torch.tensor(0.0196305),
    "The baseline is missing: it is taken off the returns.": torch.tensor(0.8675632),
    "The baseline is taken off the returns, not added.": torch.tensor(1.695865),
    "The given baseline is taken off, not the mean return.": torch.tensor(-0.5129405),
    "Nothing is normalised: take the baseline off, and no more.": torch.tensor(-0.3357984),
    "Take the logarithm of the probability: here it is the probability itself.": torch.tensor(
        -0.5277778
    ),
    "Logits are no log-probabilities: log softmax makes them.": torch.tensor(-0.4620981),
    "The softmax is over the actions of each row, not over rows.": torch.tensor(0.5364793),
    "The softmax is taken twice.": torch.tensor(0.2665604),
    "There is one return for each row: here every row has all of them.": torch.tensor(0.5522015),
    "These are bits: natural logarithms were asked for.": torch.tensor(0.05664166),
    "The returns are missing: this is the negative log-likelihood.": torch.tensor(0.8283022),
    "The gain keeps its sign: no absolute value.": torch.tensor(0.9634573),
    "The action that was done counts: this is the likeliest one.": torch.tensor(0.4054651),
    "The action that was done counts, not all of them.": torch.tensor(0.9068242),
}
ROWS = torch.tensor(0.0196305)
ROWS_SLIPS: Slips = {
    "The sign is the other one. Minus the mean: the loss is minimised.": torch.tensor(-0.0196305),
    "The mean over rows was asked for, not the sum.": torch.tensor(0.0588915),
    "The mean over rows was asked for: this is one over all actions, too.": torch.tensor(
        0.00981525
    ),
    "The baseline is missing: it is taken off the returns.": torch.tensor(0.8675632),
    "The baseline is taken off the returns, not added.": torch.tensor(1.715496),
    "The given baseline is taken off, not the mean return.": torch.tensor(-0.5129405),
    "The given baseline is taken off; here the mean of what is left is, too.": torch.tensor(
        -0.3945206
    ),
    "Nothing is normalised: take the baseline off, and no more.": torch.tensor(-0.2982295),
    "Take the logarithm of the probability: here it is the probability itself.": torch.tensor(
        -0.3888889
    ),
    "Logits are no log-probabilities: log softmax makes them.": torch.tensor(-0.2310491),
    "The softmax is over the actions of each row, not over rows.": torch.tensor(0.5736699),
    "The softmax is taken twice.": torch.tensor(0.2019831),
    "There is one return for each row: here every row has all of them.": torch.tensor(0.4141511),
    "These are bits: natural logarithms were asked for.": torch.tensor(0.02832083),
    "The returns are missing: this is the negative log-likelihood.": torch.tensor(0.8283022),
    "The gain keeps its sign: no absolute value.": torch.tensor(0.9438268),
    "The action that was done counts: this is the likeliest one.": torch.tensor(0.3858346),
    "The action that was done counts, not all of them.": torch.tensor(0.6365142),
}
