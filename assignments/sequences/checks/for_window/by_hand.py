"""Windows, a tiny network and a small corpus, worked out by hand: with what mistakes answer.

tests/assignments/sequences/test_by_hand_window.py computes all of it again.
"""

import math

import torch

from autograder.checking.slips import Slips

NAN = math.nan  # what a mistake answers there depends on how else it is written

WORDS = ("cat", "the", "sat", "on", "mat", "·")  # the last one is the padding
TEXT, SIZE, PAD = torch.tensor([[1, 0, 2, 3, 1, 4]]), 3, 5
WINDOWS = torch.tensor([[[5, 5, 5], [5, 5, 1], [5, 1, 0], [1, 0, 2], [0, 2, 3], [2, 3, 1]]])
WINDOW_SLIPS: Slips = {
    "The window of place t holds token t itself, the one to predict: end one place "
    "before.": torch.tensor([[[5, 5, 1], [5, 1, 0], [1, 0, 2], [0, 2, 3], [2, 3, 1], [3, 1, 4]]]),
    "Oldest first: this window has the newest token first.": WINDOWS.flip(2),
    "`pad` stands where there are no tokens: this is 0.": torch.tensor(
        [[[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 2], [0, 2, 3], [2, 3, 1]]]
    ),
    "`pad` stands where there are no tokens: this is the first token, repeated.": torch.tensor(
        [[[1, 1, 1], [1, 1, 1], [1, 1, 0], [1, 0, 2], [0, 2, 3], [2, 3, 1]]]
    ),
    "There is nothing before the first token: these are tokens from the end of the "
    "text.": torch.tensor([[[3, 1, 4], [1, 4, 1], [4, 1, 0], [1, 0, 2], [0, 2, 3], [2, 3, 1]]]),
    "`pad` stands in front, where the text had not begun: this is filled up at the "
    "end.": torch.tensor([[[5, 5, 5], [1, 5, 5], [1, 0, 5], [1, 0, 2], [0, 2, 3], [2, 3, 1]]]),
    "The window holds the tokens *before* place t: these come after it.": torch.tensor(
        [[[0, 2, 3], [2, 3, 1], [3, 1, 4], [1, 4, 5], [4, 5, 5], [5, 5, 5]]]
    ),
    "The token just before place t is missing: the window ends too early.": torch.tensor(
        [[[5, 5, 5], [5, 5, 5], [5, 5, 1], [5, 1, 0], [1, 0, 2], [0, 2, 3]]]
    ),
}

# Vectors of one number, a window of tokens 1 and 2: e = (1, 2), W e + b = (1.5, −0.25).
CONTEXTS, TABLE = torch.tensor([[1, 2]]), torch.tensor([[0.0], [1], [2]])
WEIGHT, BIAS = torch.tensor([[0.0, 0.5], [-0.5, 0]]), torch.tensor([0.5, 0.25])
OUT_WEIGHT = torch.tensor([[2.0, 0], [0, 1], [1, 1]])
OUT_BIAS = torch.tensor([0.1, 0.2, 0.3])
NETWORK = CONTEXTS, TABLE, WEIGHT, BIAS, OUT_WEIGHT, OUT_BIAS
LOGITS = torch.tensor([[1.9102966, -0.0449187, 0.9602296]])
LOGIT_SLIPS: Slips = {
    "The tanh is missing: h = tanh(W e + b).": torch.tensor([[3.1, -0.05, 1.55]]),
    "h = tanh(W e + b): this is a ReLU.": torch.tensor([[3.1, 0.2, 1.8]]),
    "h = tanh(W e + b): this is the logistic function.": torch.tensor(
        [[1.7351490, 0.6378235, 1.5553980]]
    ),
    "No softmax here: logits were asked for.": torch.tensor([[0.6543436, 0.0926119, 0.2530446]]),
    "No softmax here: logits were asked for, no log-probabilities.": torch.tensor(
        [[-0.4241227, -2.3793379, -1.3741897]]
    ),
    "W acts as W e, which is e @ W.T: here it acts the other way round.": torch.tensor(
        [[-0.8242343, 0.8351490, 0.4730318]]
    ),
    "e holds the oldest token first: here the newest comes first.": torch.tensor(
        [[1.6231883, -0.4351490, 0.4264452]]
    ),
    "The bias b goes inside the tanh: h = tanh(W e + b).": torch.tensor(
        [[2.6231883, -0.0121172, 1.3494771]]
    ),
    "Nothing is squashed after U: logits = U h + b_2.": torch.tensor(
        [[0.9571100, -0.0448885, 0.7443788]]
    ),
    "Each place keeps its own vector: these are means over the window.": torch.tensor(
        [[1.7965700, -0.2621172, 0.6861677]]
    ),
    "The bias b is missing: h = tanh(W e + b).": torch.tensor([[1.6231883, -0.2621172, 0.5994771]]),
    "The bias b_2 is missing: logits = U h + b_2.": torch.tensor(
        [[1.8102966, -0.2449187, 0.6602296]]
    ),
}

LN2 = math.log(2)
# The first text costs log 2 + log 4 + log 8, of the second one token counts: log 4.
CHANCES = torch.tensor(
    [
        [[0.5, 0.25, 0.25], [0.625, 0.125, 0.25], [0.5, 0.125, 0.375]],
        [[0.25, 0.25, 0.5], [0.25, 0.5, 0.25], [0.125, 0.5, 0.375]],
    ]
)
SCORES = CHANCES.log() + torch.tensor([[1.0], [-2.0], [0.5]])  # a softmax is the same
TOKENS, COUNTS = torch.tensor([[0, 2, 1], [0, 1, 0]]), torch.tensor([3, 1])
NLL = torch.tensor([6 * LN2, 2 * LN2])
NLL_SLIPS: Slips = {
    "Add up over the tokens: this is their mean.": torch.tensor([2 * LN2, 2 * LN2]),
    "Add up over the tokens: this is divided by T, whatever the lengths.": NLL / 3,
    "Only the first `lengths` tokens count: here all of them do.": torch.tensor([6 * LN2, 6 * LN2]),
    "Only the first `lengths` tokens count: here one too many does.": torch.tensor([NAN, 3 * LN2]),
    "Only the first `lengths` tokens count: here one too few does.": torch.tensor([3 * LN2, 0]),
    "Logits are not log-probabilities: a log_softmax is missing.": torch.tensor(
        [6 * LN2 + 0.5, 2 * LN2 - 1]
    ),
    "A token costs −log p: this adds up −p.": torch.tensor([-0.875, -0.25]),
    "The token that stands there counts: this is the cost of the likeliest one.": torch.tensor(
        [1.8562979, LN2]
    ),
    "Logits that were replaced cost log V: leave the places behind the end out.": torch.tensor(
        [6 * LN2, 2 * LN2 + 2 * math.log(3)]
    ),
    "logits[:, t] is for token t itself, not for the one after it.": torch.tensor([3.4657359, NAN]),
}
# The same texts; behind the end of the second one NaN and −1.
POISONED = torch.where(torch.tensor([[[False]] * 3, [[False], [True], [True]]]), NAN, SCORES)
CUT_OFF = torch.tensor([[0, 2, 1], [0, -1, -1]])

# A long text that costs little, and a short one that costs much.
CORPUS, LENGTHS = torch.tensor([1.0, 6.0]), torch.tensor([10, 2])
PERPLEXITY = torch.tensor(math.exp(7 / 12))
PERPLEXITY_SLIPS: Slips = {
    "Every token counts the same: this is the mean of the texts' own perplexities.": torch.tensor(
        (math.exp(0.1) + math.exp(3)) / 2
    ),
    "Every token counts the same: this averages nats per token over the texts.": torch.tensor(
        math.exp(1.55)
    ),
    "Divide by the number of tokens, not by that of the texts.": torch.tensor(math.exp(3.5)),
    "Every token counts the same: this takes the middle one of the texts.": torch.tensor(
        math.exp(0.1)
    ),
    "The exponential comes last: this averages perplexities, weighted by tokens.": torch.tensor(
        (10 * math.exp(0.1) + 2 * math.exp(3)) / 12
    ),
    "Perplexities are not multiplied: all nats over all tokens, then exp.": torch.tensor(
        math.exp(3.1)
    ),
    "Nats go with exp, bits with 2 to the power of: this mixes them.": torch.tensor(2 ** (7 / 12)),
    "This is the cost of a token: perplexity is its exponential.": torch.tensor(7 / 12),
    "These are the nats of all tokens together: divide by how many there are.": torch.tensor(
        math.exp(7)
    ),
    "exp of the cost, not of minus the cost.": torch.tensor(math.exp(-7 / 12)),
    "All nats over all tokens: this divides a mean by the sum.": torch.tensor(math.exp(3.5 / 12)),
}

# 16 bits, 32 characters.
NATS, CHARACTERS = torch.tensor([10 * LN2, 6 * LN2]), torch.tensor([8, 24])
BITS = torch.tensor(0.5)
BIT_SLIPS: Slips = {
    "These are nats: a bit is log 2 of them.": torch.tensor(0.5 * LN2),
    "A nat is more than a bit: divide by log 2.": torch.tensor(0.5 * LN2**2),
    "Every character counts the same: this averages over the texts.": torch.tensor(0.75),
    "All bits over all characters: this divides by the number of texts.": torch.tensor(8.0),
    "All bits over all characters: this divides a mean by the sum.": torch.tensor(0.25),
    "A bit is log 2 nats: divide by log 2, take no logarithm of the nats.": torch.tensor(
        math.log2(0.5 * LN2)
    ),
    "This is a perplexity: bits were asked for.": torch.tensor(math.exp(0.5 * LN2)),
}
