"""A model of three tokens, played from a table: texts that are found in it, right and wrong.

tests/assignments/sequences/test_by_hand_sampling.py computes all of it again.
"""

import math

import torch
from torch import Tensor

from autograder.checking.slips import Slips
from autograder.probes.table import Table
from autograder.probes.texts import Texts
from autograder.text.i18n import said

# One, two and four times as likely, at temperature 1 and 2, and the two likeliest alone.
INF = math.inf
LOGITS = torch.tensor([[0.0, math.log(2), math.log(4)]])
PLAIN = torch.tensor([[1 / 7, 2 / 7, 4 / 7]]).log()
ROOT = math.sqrt(2)
WARM = torch.tensor([[1.0, ROOT, 2.0]]).log() - math.log(3 + ROOT)
COLD = torch.tensor([[1 / 21, 4 / 21, 16 / 21]]).log()
TWO = torch.tensor([[-INF, math.log(1 / 3), math.log(2 / 3)]])
PLAIN_SLIPS: Slips = {
    "Log-probabilities were asked for, not probabilities.": PLAIN.exp(),
    "Renormalise: the probabilities of all tokens sum to one.": LOGITS,
}
WARM_SLIPS: Slips = {
    "Logits are divided by the temperature, not multiplied.": COLD,
    "The temperature does nothing here.": PLAIN,
    "The temperature divides logits, before the softmax: the result is no law.": PLAIN / 2,
    "Log-probabilities were asked for, not probabilities.": WARM.exp(),
}
TWO_SLIPS: Slips = {
    "Renormalise once more: what is left has to sum to one.": torch.tensor(
        [[-INF, math.log(2 / 7), math.log(4 / 7)]]
    ),
    "`top_k` keeps the largest; here the smallest are kept.": torch.tensor(
        [[math.log(1 / 3), math.log(2 / 3), -INF]]
    ),
    "`top_k` does nothing here.": PLAIN,
    "`top_k` is how many are kept; here one less is.": torch.tensor([[-INF, -INF, 0.0]]),
    "Each value stays at its place: these are sorted.": torch.tensor(
        [[math.log(2 / 3), math.log(1 / 3), -INF]]
    ),
    "What is not kept is -inf, the logarithm of 0: here it is 0, the logarithm of 1.": torch.tensor(
        [[0.0, math.log(1 / 3), math.log(2 / 3)]]
    ),
}

# p(first), p(second | first), p(third | first, second). The likeliest first token leads nowhere.
NAMES = ("a", "b", "c")
FIRST = torch.tensor([0.5, 0.4, 0.1])
SECOND = torch.tensor([[0.35, 0.4, 0.25], [0.06, 0.04, 0.9], [0.2, 0.6, 0.2]])
THIRD = torch.tensor(
    [
        *([0.5, 0.4, 0.1], [0.2, 0.3, 0.5], [0.3, 0.4, 0.3]),
        *([0.6, 0.25, 0.15], [0.7, 0.2, 0.1], [0.15, 0.35, 0.5]),
        *([0.4, 0.35, 0.25], [0.7, 0.2, 0.1], [0.6, 0.3, 0.1]),
    ]
)
LENGTH, WIDTH = 3, 2
LAYOUT = Texts(LENGTH, 3)


def _table() -> Table:
    """Lay the probabilities out as logits, each row with a number added: a softmax is the same."""
    rows = [FIRST.expand(9, 3), SECOND.repeat(3, 1), THIRD]
    shifts = torch.tensor([2.0, -1, 0.5, 3, -2, 1, 0, 1.5, -0.5])[:, None]
    pasts = torch.arange(9)
    moved = [row.log() + shifts[pasts % 3**place] for place, row in enumerate(rows)]
    return Table(torch.stack(moved).double())


TABLE = _table()
NOTHING = torch.zeros(2, 0, dtype=torch.int64)  # two texts that have not begun
PREFIX = torch.tensor([[1], [2]])
GROWN = torch.tensor([[0, 1, 2], [0, 1, 2]])
FROM_PREFIX = torch.tensor([[1, 2, 2], [2, 1, 0]])
GREEDY_SLIPS: Slips = {
    "The most probable token was asked for, not the least probable.": torch.tensor(
        [[1, 1, 2], [2, 0, 2]]
    ),
    "logits[:, t] is the law of token t: here token t is taken from logits[:, t − 1], as in "
    "libraries. Put any token at place t, and read the answer there.": torch.tensor(
        [[1, 0, 2], [2, 0, 1]]
    ),
    "logits[:, t] is the law of token t: here it is taken from logits[:, t + 1].": torch.tensor(
        [[1, 0, 0], [2, 0, 0]]
    ),
    "All tokens are taken from one answer: write each token into the text, and call the model "
    "again.": torch.tensor([[1, 2, 0], [2, 1, 0]]),
    "The model sees the last token alone: give it the whole text.": torch.tensor(
        [[1, 2, 1], [2, 1, 2]]
    ),
    "The model does not see the prefix: it is a part of the text.": torch.tensor(
        [[1, 0, 1], [2, 0, 1]]
    ),
    "Each text has its own answer: here all follow the first text of the batch.": torch.tensor(
        [[1, 2, 2], [2, 2, 2]]
    ),
}

BEAMS = torch.tensor([[1, 2, 2], [1, 2, 1]])
BEAM_LOG_PROBS = torch.tensor([0.18, 0.126]).log()
TOKEN_SLIPS: Slips = {
    "Best first: this is the other way round.": torch.tensor([[1, 2, 1], [1, 2, 2]]),
    "All continuations of all kept texts compete: here each text keeps its own best one.": (
        torch.tensor([[1, 2, 2], [0, 1, 2]])
    ),
    "Your beams forget their parents: the best continuation is of text number index // V, and "
    "its token is index % V.": torch.tensor([[0, 2, 1], [1, 1, 0]]),
    "An index of all sums, flattened, is that of the text times V plus the token: here the two "
    "are swapped.": torch.tensor([[1, 2, 1], [1, 0, 0]]),
    "Sums of logits are no log-probabilities: take a log_softmax first.": torch.tensor(
        [[0, 0, 0], [0, 0, 1]]
    ),
    "The search begins with one text: here it begins with copies of it, which stay the "
    "same.": torch.tensor([[0, 1, 2], [0, 1, 2]]),
    "The whole text counts: here only the newest token decides.": torch.tensor(
        [[0, 1, 2], [1, 2, 2]]
    ),
    "logits[:, t] is the law of token t: here token t is taken from logits[:, t − 1], as in "
    "libraries. Put any token at place t, and read the answer there.": torch.tensor(
        [[0, 0, 1], [0, 0, 0]]
    ),
    "All tokens are taken from one answer: write each token into the text, and call the model "
    "again.": torch.tensor([[0, 1, 0], [0, 0, 0]]),
}
LOG_PROB_SLIPS: Slips = {
    "Log-probabilities were asked for, not probabilities.": torch.tensor([0.18, 0.126]),
    "Sums over the new tokens, not their means.": BEAM_LOG_PROBS / 3,
    "The whole text counts: this is the newest token's log-probability.": torch.tensor(
        [0.5, 0.35]
    ).log(),
}
OTHER = said("These are not the texts that beam search keeps.")
OTHER_SUMS = said("The right texts, with other log-probabilities.")


def cost_of(text: tuple[int, ...]) -> float:
    """Return the log-probability of the beginning of a text."""
    rows: tuple[Tensor, ...] = (FIRST, SECOND.flatten(), THIRD.flatten())
    number, total = 0, 0.0
    for row, token in zip(rows, text, strict=False):
        number = 3 * number + token
        total += math.log(float(row[number]))
    return total
