"""Checks of `games/experience`: trying, remembering, and learning from rewards."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Failed, Student

from .for_experience import by_hand


@check(visible=True, about="epsilon_greedy")
def epsilon_greedy_by_hand(student: Student, ctx: Context) -> None:
    """With epsilon 0, the best action of each row"""
    answer = student.call("epsilon_greedy", by_hand.Q, 0.0)
    answer.should_equal(by_hand.BEST, slips=by_hand.BEST_SLIPS, wrong=by_hand.ALWAYS)


@check(visible=True, about="ReplayBuffer")
def replay_buffer_by_hand(student: Student, ctx: Context) -> None:
    """Room for two, and three that come"""
    buffer = student.construct("ReplayBuffer", 2)
    for item in by_hand.COMING:
        buffer.call_plain("add", item)
    items = buffer.call_plain("items")
    if items != by_hand.LEFT or buffer.call_plain("__len__") != 2:
        known = tuple(items) if isinstance(items, list) else ()
        raise Failed(by_hand.TOLD_ITEMS.get(known, by_hand.OTHER_ITEMS), detail=str(items))


@check(visible=True, about="discounted_returns")
def discounted_returns_by_hand(student: Student, ctx: Context) -> None:
    """Rewards of 1, 0 and 2 at a discount of one half"""
    answer = student.call("discounted_returns", by_hand.REWARD, 0.5)
    answer.should_equal(by_hand.RETURNS, slips=by_hand.RETURNS_SLIPS)


@check(visible=True, about="reinforce_loss")
def reinforce_loss_by_hand(student: Student, ctx: Context) -> None:
    """Two rows: returns of 2 and ½ where 1 was expected"""
    args = (by_hand.LOGITS, by_hand.ACTION, by_hand.BROUGHT, by_hand.BASELINE)
    answer = student.call("reinforce_loss", *args)
    answer.should_equal(torch.tensor(by_hand.WANT), slips=by_hand.LOSS_SLIPS)
