"""Checks of `games/search`: the tree search of AlphaGo."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student

from .for_search import by_hand


@check(visible=True, about="legal_policy")
def legal_policy_by_hand(student: Student, ctx: Context) -> None:
    """Three moves, of which the second is not legal"""
    answer = student.call("legal_policy", by_hand.LOGITS, by_hand.LEGAL)
    answer.should_equal(by_hand.POLICY, slips=by_hand.POLICY_SLIPS)
    answer = student.call("legal_policy", by_hand.JUNK, by_hand.LEGAL)
    answer.should_equal(by_hand.POLICY, wrong=by_hand.junk)


@check(visible=True, about="puct_scores")
def puct_scores_by_hand(student: Student, ctx: Context) -> None:
    """Three moves, visited three times, once and never"""
    args = (by_hand.PRIOR, by_hand.VISITS, by_hand.TOTAL, by_hand.C)
    answer = student.call("puct_scores", *args)
    answer.should_equal(by_hand.SCORES, slips=by_hand.SCORE_SLIPS, wrong=by_hand.unvisited)


@check(visible=True, about="visit_policy")
def visit_policy_by_hand(student: Student, ctx: Context) -> None:
    """One, three, no and three visits, at three temperatures"""
    for temperature, want in by_hand.POLICIES.items():
        answer = student.call("visit_policy", by_hand.COUNTS, temperature)
        slips = by_hand.POLICY_OF_VISITS_SLIPS[temperature]
        answer.should_equal(want, slips=slips, wrong=by_hand.limit, dtype=torch.float64)
