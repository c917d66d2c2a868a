"""Checks of `games/search`: the tree search of AlphaGo."""

import math

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student

LOGITS = torch.tensor([0.0, math.nan, math.log(3)])
LEGAL = torch.tensor([True, False, True])
PRIOR, VISITS = torch.tensor([0.5, 0.25, 0.25]), torch.tensor([3, 1, 0])
SCORES = torch.tensor([0.5 + 2 / 8, -1 + 2 / 8, 2 / 4])
COUNTS = torch.tensor([1, 3, 0, 3])


@check(visible=True, about="legal_policy")
def legal_policy_by_hand(student: Student, ctx: Context) -> None:
    """Three moves, of which the second is not legal"""
    text = "Logits of moves that are not legal may be NaN: do not compute with them."
    slips = {text: torch.full((3,), math.nan)}
    want = torch.tensor([0.25, 0.0, 0.75])
    student.call("legal_policy", LOGITS, LEGAL).should_equal(want, slips=slips)


@check(visible=True, about="puct_scores")
def puct_scores_by_hand(student: Student, ctx: Context) -> None:
    """Three moves, visited three times, once and never"""
    total = torch.tensor([1.5, -1.0, 0.0])
    slips = {
        "An unvisited move has a Q of 0: 0 / 0 is NaN.": torch.tensor([0.75, -0.75, math.nan]),
        "The root is of the visits of all moves.": torch.tensor(
            [0.5 + math.sqrt(3) / 8, -1 + 1 / 8, 0.0]
        ),
        "Divide by 1 + visits.": torch.tensor([0.5 + 2 / 6, -1 + 2 / 4, math.inf]),
    }
    student.call("puct_scores", PRIOR, VISITS, total, 1.0).should_equal(SCORES, slips=slips)


@check(visible=True, about="visit_policy")
def visit_policy_by_hand(student: Student, ctx: Context) -> None:
    """One, three, no and three visits, at three temperatures"""
    wanted = {1.0: (1, 3, 0, 3), 0.5: (1, 9, 0, 9), 0.0: (0, 1, 0, 1)}
    for temperature, parts in wanted.items():
        want = torch.tensor(parts, dtype=torch.float64) / sum(parts)
        answer = student.call("visit_policy", COUNTS, temperature)
        answer.should_equal(want, dtype=torch.float64)
