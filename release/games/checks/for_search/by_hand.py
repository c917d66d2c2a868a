"""What can be seen by hand: a few moves, visits and paths, and searches that end soon."""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.games import Evaluator, Rules
from autograder.checking.slips import SlipAnswers, Slips

from . import nodes, words
from .asked import Case
from .games import nim, tic_tac_toe
from .nodes import Way

LOGITS = torch.tensor([0.0, math.nan, math.log(3)])
LEGAL = torch.tensor([True, False, True])
POLICY = torch.tensor([0.25, 0.0, 0.75])
FINITE = torch.tensor([0.0, 0.0, math.log(3)])
POLICY_SLIPS: Slips = {
    "What is left has to sum to one: the softmax is over legal moves alone.": torch.tensor(
        [0.2, 0.0, 0.6]
    ),
    "The logits decide among legal moves: yours are all the same.": torch.tensor([0.5, 0.0, 0.5]),
}

PRIOR, VISITS = torch.tensor([0.5, 0.25, 0.25]), torch.tensor([3, 1, 0])
TOTAL = torch.tensor([1.5, -1.0, 0.0])
SCORES = torch.tensor([0.5 + 2 / 8, -1 + 2 / 8, 2 / 4])
SCORE_SLIPS: Slips = {
    "The root is of the visits of all moves together.": torch.tensor(
        [0.5 + math.sqrt(3) / 8, -1 + 1 / 8, 0.0]
    ),
    "Divide by 1 + visits.": torch.tensor([0.5 + 2 / 6, -1 + 2 / 4, math.nan]),
    "Q is total / visits: do not divide by 1 + visits.": torch.tensor([0.625, -0.25, 0.5]),
    "Q is total / visits, a mean: this is the total.": torch.tensor([1.75, -0.75, 0.5]),
    "Take the root of the sum of visits, not the sum.": torch.tensor([1.0, -0.5, 1.0]),
    "The root is of the sum of the visits, without one more.": torch.tensor([0.5, -1.0, 0.0])
    + math.sqrt(5) * torch.tensor([1 / 8, 1 / 8, 1 / 4]),
    "Q is missing.": torch.tensor([0.25, 0.25, 0.5]),
    "The curiosity is missing.": torch.tensor([0.5, -1.0, 0.0]),
    "The prior is missing: it multiplies the curiosity.": torch.tensor([1.0, 0.0, 2.0]),
    "The signs differ: the curiosity is added to Q.": torch.tensor([0.25, -1.25, -0.5]),
}

COUNTS = torch.tensor([1, 3, 0, 3])
POLICIES = {1.0: (1, 3, 0, 3), 0.5: (1, 9, 0, 9), 0.0: (0, 1, 0, 1)}


def visit_slips(temperature: float) -> SlipAnswers:
    """Return what mistakes answer to these counts."""
    count = COUNTS.double()
    if temperature == 0:
        return {
            "At T = 0 equals share: give each of the most visited moves as much.": _of(0, 1, 0, 0),
            "At T = 0 equals share alike, and sum to one.": _of(0, 1, 0, 1),
            "At T = 0 the most visited moves have everything.": _of(1, 3, 0, 3) / 7,
        }
    return {
        "Take visits to the power 1/T, not T.": _of(1, 3**temperature, 0, 3**temperature)
        / (1 + 2 * 3**temperature),
        "This is a softmax of visits; of their logarithms it would be right.": (
            count / temperature
        ).softmax(0),
        "A move that was never visited has 0: add nothing.": _of(2, 4, 1, 4) / 11
        if temperature == 1
        else _of(4, 16, 1, 16) / 37,
        "Normalise: probabilities sum to one.": _of(*POLICIES[temperature]),
        "Divide by the sum, not by the largest: probabilities sum to one.": _of(
            *POLICIES[temperature]
        )
        / max(POLICIES[temperature]),
        "`temperature` is not used.": _of(1, 3, 0, 3) / 7,
    }


def _of(*numbers: float) -> Tensor:
    return torch.tensor(numbers, dtype=torch.float64)


# Three moves, of which the last has lost, as in the handout; and two, to a state worth 0.3. What
# they leave behind are visits, then totals, of all nodes.
WAYS = tuple(
    Way(torch.tensor(visits), torch.tensor(total), actions, value)
    for visits, total, actions, value in (
        ([[2, 1], [1, 0], [0, 0]], [[1.0, 0.5], [-0.5, 0.0], [0.0, 0.0]], (1, 0, 1), -1.0),
        ([[1, 1], [0, 1]], [[0.5, 0.25], [0.0, 0.5]], (0, 1), 0.3),
    )
)


def _ways(*parts: str) -> Tensor:
    return _of(*(float(number) for part in parts for number in part.split()))


BACKED_UP = _ways("2 2 2 0 0 1 1 1.5 -1.5 0 0 1", "2 1 0 2 0.8 0.25 0 0.2")
BACKUP_SLIPS: Mapping[str, Tensor] = {
    nodes.NO_SIGN: _ways("2 2 2 0 0 1 1 -0.5 -1.5 0 0 -1", "2 1 0 2 0.8 0.25 0 0.8"),
    nodes.THE_MOVERS: _ways("2 2 2 0 0 1 1 -0.5 0.5 0 0 -1", "2 1 0 2 0.2 0.25 0 0.8"),
    nodes.FROM_ROOT: _ways("2 2 2 0 0 1 1 1.5 -1.5 0 0 1", "2 1 0 2 0.2 0.25 0 0.8"),
    nodes.FROM_ROOT_TOO: _ways("2 2 2 0 0 1 1 -0.5 0.5 0 0 -1", "2 1 0 2 0.8 0.25 0 0.2"),
    nodes.MINUS: _ways("2 2 2 0 0 1 1 1.5 0.5 0 0 1", "2 1 0 2 0.2 0.25 0 0.2"),
    nodes.ALL_MOVES: _ways("2 1 1 0 0 1 1 0.5 -0.5 0 0 1", "1 1 0 2 0.5 0.25 0 0.2"),
    nodes.AT_THE_ACTION: _ways("3 2 2 1 1 1 2 1.5 -1.5 -1 1 1", "2 2 1 2 0.8 0.55 -0.3 0.2"),
    nodes.MEAN: _ways("2 2 2 0 0 1 1 0.75 -0.75 0 0 1", "2 1 0 2 0.4 0.25 0 0.1"),
    nodes.COUNT: _ways("2 1 1 0 0 0 1 1.5 -1.5 0 0 1", "1 1 0 1 0.8 0.25 0 0.2"),
    nodes.UNTOLD: _ways("2 2 2 0 0 1 1 0.5 -0.5 0 0 0", "2 1 0 2 0.5 0.25 0 0.5"),
    nodes.VALUE_COUNTED: _ways("2 2 0 0 0 1 1 1.5 -1.5 0 0 1", "1.3 1 0 0.7 0.8 0.25 0 0.2"),
    nodes.REPLACED: _ways("2 2 2 0 0 1 1 1 -1 0 0 1", "2 1 0 2 0.3 0.25 0 -0.3"),
}

BOARD = "X...XO..O"


def _alike(rules: Rules, simulations: int, c: float | None = None) -> Case:
    return Case(rules, Evaluator.ignorant(rules), simulations, c)


SEARCHES = (
    _alike(nim(2), 5),
    _alike(tic_tac_toe(BOARD), 30),
    _alike(tic_tac_toe("XX.OO...."), 50),
    _alike(nim(5), 16, 3.0),
)


def _row(*parts: str) -> Tensor:
    return torch.tensor([int(number) for part in parts for number in part.split()])


VISITS_DUE = _row("1 4 0", "0 2 19 3 0 0 3 3 0", "0 0 46 0 0 1 1 1 1", "8 4 4")
# What each mistake leaves, of all four searches.
SEARCH_SLIPS: Mapping[str, Tensor] = {
    words.NO_SIGN: _row("1 4 0", "0 26 1 1 0 0 1 1 0", "0 0 46 0 0 1 1 1 1", "3 3 10"),
    words.NO_SIGN_AT_ALL: _row("4 1 0", "0 2 8 9 0 0 6 5 0", "0 0 1 0 0 14 13 11 11", "7 5 4"),
    words.OPPOSITE: _row("4 1 0", "0 6 3 8 0 0 6 7 0", "0 0 1 0 0 7 11 16 15", "5 6 5"),
    words.AGAIN: _row("1 4 0", "0 2 19 3 0 0 3 3 0", "0 0 21 0 0 20 3 3 3", "8 4 4"),
    words.NEVER_AGAIN: _row("1 1 0", "0 2 10 3 0 0 3 3 0", "0 0 1 0 0 0 0 0 0", "6 4 3"),
    words.OVER: _row("3 2 0", "0 6 6 6 0 0 6 6 0", "0 0 10 0 0 10 10 10 10", "6 5 5"),
    words.PRIOR_OF_ALL: _row("1 4 0", "0 2 19 3 0 0 3 3 0", "0 0 50 0 0 0 0 0 0", "8 4 4"),
    words.PRIOR_LOGITS: _row("2 3 0", "0 2 28 0 0 0 0 0 0", "0 0 50 0 0 0 0 0 0", "16 0 0"),
    words.C_IGNORED: _row("1 4 0", "0 2 19 3 0 0 3 3 0", "0 0 46 0 0 1 1 1 1", "9 4 3"),
    words.LAST: _row("0 5 0", "0 5 13 4 0 0 4 4 0", "0 0 46 0 0 1 1 1 1", "12 2 2"),
    words.TABLE: _row("1 4 0", "0 2 19 3 0 0 3 3 0", "0 0 46 0 0 1 1 1 1", "9 4 3"),
    words.FEWER: _row("1 3 0", "0 2 18 3 0 0 3 3 0", "0 0 45 0 0 1 1 1 1", "7 4 4"),
    words.TOTALS: _row("1 4 0", "0 2 19 3 0 0 3 3 0", "0 0 50 0 0 0 0 0 0", "9 4 3"),
    words.ONE_MORE: _row("1 4 0", "0 2 19 3 0 0 3 3 0", "0 0 46 0 0 1 1 1 1", "7 5 4"),
    words.NO_ROOT: _row("1 4 0", "0 3 15 4 0 0 4 4 0", "0 0 28 0 0 7 5 5 5", "6 5 5"),
    words.OWN_VISITS: _row("2 3 0", "0 2 28 0 0 0 0 0 0", "0 0 50 0 0 0 0 0 0", "16 0 0"),
    words.UCB: _row("1 4 0", "0 3 18 3 0 0 3 3 0", "0 0 38 0 0 3 3 3 3", "7 5 4"),
}

# The tree of the second: of each move its visits and its mean value for X, and of some replies
# their visits, their mean value for O, and whether they win.
TREE = {
    1: (2, -1 / 2, {2: (1, 1.0, True)}),
    2: (19, 13 / 19, {1: (6, -2 / 3, False), 3: (4, -3 / 4, False), 6: (4, -3 / 4, False)}),
    3: (3, -1 / 3, {2: (1, 1.0, True)}),
    6: (3, -1 / 3, {}),
    7: (3, -1 / 3, {}),
}
