"""Two queries and three keys whose weights are simple fractions, and a sentence with its source.

tests/assignments/sequences/test_by_hand_attention.py computes the right numbers again.
"""

import math

import torch

from autograder.checking.slips import Slips
from autograder.text.i18n import said

FORBIDDEN = said(
    "A forbidden key still gets a little weight: it is exactly 0. Fill its score with −inf, not "
    "with a number that scores may reach."
)
EMPTY_NAN = said(
    "A query with nothing allowed gets NaN: softmax of −inf alone is 0/0. Its weights are all 0."
)

LENGTHS, SIZE = torch.tensor([2, 0, 3]), 3
MASK = torch.tensor([[1, 1, 0], [0, 0, 0], [1, 1, 1]]).bool()
MASK_SLIPS: Slips = {
    "True marks a true token, False the padding: yours is the other way round.": ~MASK,
    "One place too many: a text of length n has places 0 to n − 1.": torch.tensor(
        [[1, 1, 1], [1, 0, 0], [1, 1, 1]]
    ).bool(),
    "One place too few: a text of length n has places 0 to n − 1.": torch.tensor(
        [[1, 0, 0], [0, 0, 0], [1, 1, 0]]
    ).bool(),
    "Padding comes after the text: here it comes before.": torch.tensor(
        [[0, 1, 1], [0, 0, 0], [1, 1, 1]]
    ).bool(),
}

# Scores 0, log 3, 0 and 0, 0, log 4, so that weights are to one another as 1 : 3 : 1 and 1 : 1 : 4.
QUERY = torch.tensor([[[1.0, 0], [0, 2]]])
KEYS = torch.tensor([[[0.0, 0], [math.log(3), 0], [0, math.log(2)]]])
WEIGHTS = torch.tensor([[[1 / 5, 3 / 5, 1 / 5], [1 / 6, 1 / 6, 2 / 3]]])
SCORES = torch.tensor([[[0.0, math.log(3), 0], [0, 0, math.log(4)]]])
OVER_QUERIES = torch.tensor([[[1 / 2, 3 / 4, 1 / 5], [1 / 2, 1 / 4, 4 / 5]]])
ROOT = math.sqrt(3)
BY_ROOT_D = torch.tensor([[[0.2395444, 0.5209112, 0.2395444], [0.2143562, 0.2143562, 0.5712875]]])
WEIGHT_SLIPS: Slips = {
    "The softmax runs over the queries: over the keys, the last dimension, it is due.": (
        OVER_QUERIES
    ),
    "These are scores: the softmax over the keys is missing.": SCORES,
    "Nothing is divided by √d here: `scale` alone multiplies the scores.": BY_ROOT_D,
    "These are logarithms of weights: softmax, not log_softmax.": WEIGHTS.log(),
    "Scores become weights by exp, divided by its sum: these are not normalised.": SCORES.exp(),
}

# Scores 0, log 3, log 2 and 0, 0, log 4. The first query may see two keys, the second none.
MASKED_QUERY = torch.tensor([[[1.0, 1], [0, 2]]])
ALLOWED = torch.tensor([[1, 1, 0], [0, 0, 0]]).bool()
MASKED = torch.tensor([[[1 / 4, 3 / 4, 0], [0, 0, 0]]])
MASKED_SLIPS: Slips = {
    "`allowed` has no effect: a key where it is False gets the weight 0.": torch.tensor(
        [[[1 / 6, 1 / 2, 1 / 3], [1 / 6, 1 / 6, 2 / 3]]]
    ),
    "True means allowed: here keys with False get the weight.": torch.tensor(
        [[[0, 0, 1], [1 / 6, 1 / 6, 2 / 3]]]
    ),
    "Masked after the softmax: the weights no longer sum to one. Mask the scores.": torch.tensor(
        [[[1 / 6, 1 / 2, 0], [0, 0, 0]]]
    ),
    "A query with nothing allowed: its weights are all 0, and yours are all equal.": torch.tensor(
        [[[1 / 4, 3 / 4, 0], [1 / 3, 1 / 3, 1 / 3]]]
    ),
    "A query with nothing allowed: its weights are all 0, and yours are as without a mask.": (
        torch.tensor([[[1 / 4, 3 / 4, 0], [1 / 6, 1 / 6, 2 / 3]]])
    ),
    "A forbidden score is made 0, and e⁰ = 1 is a weight, too: fill with −inf.": torch.tensor(
        [[[1 / 5, 3 / 5, 1 / 5], [1 / 3, 1 / 3, 1 / 3]]]
    ),
    "A forbidden score is made 0, and e⁰ = 1 counts in the sum: fill with −inf.": torch.tensor(
        [[[1 / 5, 3 / 5, 0], [0, 0, 0]]]
    ),
}
HALVED = torch.tensor(
    [[[1 / (2 + ROOT), ROOT / (2 + ROOT), 1 / (2 + ROOT)], [1 / 4, 1 / 4, 1 / 2]]]
)
HALVED_SLIPS: Slips = {
    "`scale` has no effect: it multiplies the scores, before the softmax.": WEIGHTS,
    "`scale` multiplies the scores: here it divides them.": torch.tensor(
        [[[1 / 11, 9 / 11, 1 / 11], [1 / 18, 1 / 18, 16 / 18]]]
    ),
    "`scale` multiplies the scores, not the weights.": WEIGHTS / 2,
}

VALUES = torch.tensor([[[1.0, 0], [2, 10], [6, 20]]])
CONTEXT = torch.tensor([[[2.6, 10], [4.5, 15]]])
CONTEXT_SLIPS: Slips = {
    "All values weigh the same here: average them with the attention weights.": torch.tensor(
        [[[3.0, 10], [3, 10]]]
    ),
    "The weights do not sum to one here: divide by the sum of the exponentials.": torch.tensor(
        [[[13.0, 50], [27, 90]]]
    ),
    "The values are averaged, not the keys.": torch.tensor(
        [[[0.6 * math.log(3), 0.2 * math.log(2)], [math.log(3) / 6, 2 / 3 * math.log(2)]]]
    ),
    "The softmax runs over the queries: over the keys, the last dimension, it is due.": (
        torch.tensor([[[3.2, 11.5], [5.8, 18.5]]])
    ),
    "Every query takes the value of its best key alone: that is a hard choice, no average.": (
        torch.tensor([[[2.0, 10], [6, 20]]])
    ),
}

# "il a m'entarté", padded by one, and its translation: in each row what a word looks at.
SOURCE = ("il", "a", "m'", "entarté", "‹pad›")
TARGET = ("he", "hit", "me", "with", "a", "pie")
LOOKS = torch.tensor(
    [
        [0.80, 0.10, 0.05, 0.05, 0.0],
        [0.05, 0.20, 0.05, 0.70, 0.0],
        [0.05, 0.05, 0.85, 0.05, 0.0],
        [0.02, 0.08, 0.05, 0.85, 0.0],
        [0.02, 0.03, 0.05, 0.90, 0.0],
        [0.01, 0.01, 0.03, 0.95, 0.0],
    ]
)
TRUE_TOKENS = torch.tensor([True, True, True, True, False])
# Keys are unit vectors, so that a query holds the scores; the padding would get half of all.
SENTENCE_QUERY = LOOKS.where(TRUE_TOKENS, torch.ones(())).log().unsqueeze(0)
SENTENCE_KEYS = torch.eye(5).unsqueeze(0)
