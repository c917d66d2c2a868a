"""Models whose influence one can see, places as waves, and attention with two heads.

tests/assignments/sequences/test_by_hand_transformer.py computes the right numbers again.
"""

import math

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.text.i18n import said

# After each letter the model thinks the same three times as probable as each of two others. So one
# replaced letter moves log-probabilities of the next place by log 3, and no other.
VALUES, LOG3 = 3, math.log(3)
TEXT = torch.tensor([[1, 0, 2]])


def likes(tokens: Tensor) -> Tensor:
    """Return logits (B, T, 3) of a law that likes these tokens (B, T), no one where it is −1."""
    return LOG3 * (tokens.unsqueeze(2) == torch.arange(VALUES)).float()


def earlier(tokens: Tensor, by: int) -> Tensor:
    """Return the token that stands `by` places before each one, −1 where there is none."""
    none = torch.full_like(tokens, -1)
    return torch.cat([none[:, :by], tokens], 1)[:, : tokens.shape[1]]


def copies(tokens: Tensor) -> Tensor:
    """Return the logits of who likes the token before; all move by what it sees, too."""
    return likes(earlier(tokens, 1)) + tokens.sum(1).view(-1, 1, 1)


def cheats(tokens: Tensor) -> Tensor:
    """Return the logits of who likes the very token that is to be predicted."""
    return likes(tokens)


def remembers(tokens: Tensor, since: int = 1) -> Tensor:
    """Return the logits of who likes all that came before, the nearest most, from `since` on."""
    length = tokens.shape[1]
    found = torch.zeros(*tokens.shape, VALUES)
    for by in range(since, length):
        found += likes(earlier(tokens, by)) / by
    return found


def peeks(tokens: Tensor) -> Tensor:
    """Return the logits of who likes what came before, and the token itself."""
    return remembers(tokens) + cheats(tokens) / 4


def lags(tokens: Tensor) -> Tensor:
    """Return the logits of who never sees the token right before."""
    return remembers(tokens, since=2)


LONGER = torch.tensor([[1, 0, 2, 2, 0]])
COPIED = torch.tensor([[0.0, LOG3, 0], [0, 0, LOG3], [0, 0, 0]])
CHEATED = torch.tensor([[LOG3, 0.0, 0], [0, LOG3, 0], [0, 0, LOG3]])
TRANSPOSED = said(
    "Rows are the tokens that are replaced, columns the places that move: yours is transposed."
)
PROBABILITIES = said("Probabilities are compared here: log-probabilities were asked for.")
LOGITS = said(
    "All logits of a place may move together, and no law changes: compare log-probabilities, by "
    "log_softmax."
)
OVER_PLACES = said(
    "The softmax runs over the places here: over the values, the last dimension, it is due."
)
ONLY_EARLIER = said(
    "What a model must not see is here taken for zero: to find it is what this function is for."
)
COPIED_SLIPS: Slips = {
    TRANSPOSED: COPIED.T,
    PROBABILITIES: torch.tensor([[0.0, 0.4, 0], [0, 0, 0.4], [0, 0, 0]]),
    LOGITS: torch.tensor([[1.0, 1 + LOG3, 1], [2, 2, 2 + LOG3], [2, 2, 2]]),
    OVER_PLACES: torch.tensor(
        [[0.5108256, 0.7621401, 0.5108256], [0.5108256, 0.5108256, 0.7621401], [0, 0, 0]]
    ),
    "The largest change was asked for, not a mean.": COPIED * 2 / 3,
    "The largest change was asked for, not a sum.": COPIED * 2,
    "How much something moves was asked for, not whether it does.": (COPIED > 0).float(),
    "One token alone is replaced: put it back before the next one.": torch.tensor(
        [[0.0, LOG3, 0], [0, LOG3, LOG3], [0, LOG3, LOG3]]
    ),
    "One token alone is replaced: here all that come after it are, too.": torch.tensor(
        [[0.0, LOG3, LOG3], [0, 0, LOG3], [0, 0, 0]]
    ),
}
CHEATED_SLIPS: Slips = {ONLY_EARLIER: torch.zeros(3, 3)}

PLACES = torch.tensor(
    [
        [0.0, 1, 0, 1],
        [0.8414710, 0.5403023, 0.0099998, 0.9999500],
        [0.9092974, -0.4161468, 0.0199987, 0.9998000],
    ]
)
PLACE_SLIPS: Slips = {
    "Even columns are sines, odd ones cosines: yours are swapped.": PLACES[:, [1, 0, 3, 2]],
    "Sine and cosine of one wave stand side by side: here all sines come first.": PLACES[
        :, [0, 2, 1, 3]
    ],
    "Places count from 0: the first one has sines of 0.": torch.tensor(
        [
            [0.8414710, 0.5403023, 0.0099998, 0.9999500],
            [0.9092974, -0.4161468, 0.0199987, 0.9998000],
            [0.1411200, -0.9899925, 0.0299955, 0.9995500],
        ]
    ),
    "A sine and its cosine are of one wave: 2i in both exponents.": torch.tensor(
        [
            [0.0, 1, 0, 1],
            [0.8414710, 0.9950042, 0.0099998, 0.9999995],
            [0.9092974, 0.9800666, 0.0199987, 0.9999980],
        ]
    ),
    "The exponent of the second wave is 2i/dim = ½: here it is 1.": torch.tensor(
        [[0.0, 1, 0, 1], [0.8414710, 0.5403023, 0.0001, 1], [0.9092974, -0.4161468, 0.0002, 1]]
    ),
    "The place is divided by 10000^(2i/dim): here it is multiplied.": torch.tensor(
        [
            [0.0, 1, 0, 1],
            [0.8414710, 0.5403023, -0.5063656, 0.8623189],
            [0.9092974, -0.4161468, -0.8732973, 0.4871877],
        ]
    ),
    "The base is 10000, not 1000.": torch.tensor(
        [
            [0.0, 1, 0, 1],
            [0.8414710, 0.5403023, 0.0316175, 0.9995000],
            [0.9092974, -0.4161468, 0.0632034, 0.9980007],
        ]
    ),
    "The exponent is 2i/dim: here it is i/dim.": torch.tensor(
        [
            [0.0, 1, 0, 1],
            [0.8414710, 0.5403023, 0.0998334, 0.9950042],
            [0.9092974, -0.4161468, 0.1986693, 0.9800666],
        ]
    ),
}

# Two places of two numbers, which are one and zero, and two heads of one number. At place 1 the
# scores of head 0 are 0 and log 3, those of head 1 log 4 and 0: weights 1/4, 3/4 and 4/5, 1/5.
X = torch.tensor([[[1.0, 0], [0, 1]]])
W_Q = torch.tensor([[2.0, 1], [-1, 1]])
W_K = torch.tensor([[0.0, math.log(3)], [math.log(4), 0]])
W_V = torch.tensor([[4.0, 8], [5, 10]])
W_O = torch.tensor([[1.0, 0], [2, 1]])
HEADS = torch.tensor([[[4.0, 13], [7, 20]]])
HEAD_SLIPS: Slips = {
    "Place t sees itself, too: your mask forbids it.": torch.tensor([[[0.0, 0], [4, 13]]]),
    "Masked after the softmax: the weights no longer sum to one. Mask the scores.": torch.tensor(
        [[[0.4, 1.8], [7, 20]]]
    ),
    "A masked score is made 0, and e⁰ = 1 is a weight, too: fill with −inf.": torch.tensor(
        [[[6.0, 21], [7, 20]]]
    ),
    "Heads and places are mixed up when heads are joined: put (B, T, heads, size) in order before "
    "reshape.": torch.tensor([[[4.0, 15], [5, 16]]]),
    "Heads and places are mixed up when heads are split: view as (B, T, heads, size), then swap "
    "places and heads.": torch.tensor([[[4.0, 16], [4.2, 16.9]]]),
    "Heads and places are mixed up when heads are split, and when they are joined: view as "
    "(B, T, heads, size) and swap places and heads; swap them back before reshape.": torch.tensor(
        [[[4.0, 12.2], [8, 24.5]]]
    ),
    "Place 0 sees place 1 here: the mask is missing. Place t sees places up to t.": torch.tensor(
        [[[7.6, 24.2], [7, 20]]]
    ),
    "The mask is turned round: place t sees places up to t, not from t on.": torch.tensor(
        [[[7.6, 24.2], [8, 26]]]
    ),
    "One head sees all entries here: each head has its own scores and weights.": torch.tensor(
        [[[4.0, 13], [5.7972767, 18.8411491]]]
    ),
    "Scores are divided by the root of a head's size D/num_heads, not of D.": torch.tensor(
        [[[4.0, 13], [6.7399914, 19.8441856]]]
    ),
    "Matrices act as W x, so it is x @ W.T: yours is x @ W.": torch.tensor(
        [[[20.0, 8], [21.2, 8.5]]]
    ),
    "w_o is missing: it mixes the heads once they are joined.": torch.tensor([[[4.0, 5], [7, 6]]]),
    "w_o acts as W x, too: joined @ w_o.T.": torch.tensor([[[14.0, 5], [19, 6]]]),
    "The softmax runs over the queries: over the keys, the last dimension, it is due.": (
        torch.tensor([[[2.0, 4.2941176], [10, 34.7058824]]])
    ),
    "Queries and keys are swapped: q = w_q x looks, k = w_k x is looked at.": torch.tensor(
        [[[4.0, 13], [5, 17.5]]]
    ),
    "x is added to the answer: that is for the layer to do, not for attention.": torch.tensor(
        [[[5.0, 13], [7, 21]]]
    ),
}
