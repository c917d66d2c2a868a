"""Checks of `games/qlearning`: what an action is worth."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student

from .for_qlearning import by_hand


@check(visible=True, about="value_iteration")
def value_iteration_by_hand(student: Student, ctx: Context) -> None:
    """A corridor, after 0, 1, 2 and 3 sweeps"""
    world = (by_hand.THERE, by_hand.REWARD, by_hand.END, by_hand.GAMMA)
    for sweeps, want in by_hand.SWEPT.items():
        answer = student.call("value_iteration", *world, sweeps)
        answer.should_equal(want, slips=by_hand.SWEPT_SLIPS[sweeps])


@check(visible=True, about="td_target")
def td_target_by_hand(student: Student, ctx: Context) -> None:
    """Three rows, one of them finished"""
    answer = student.call("td_target", torch.ones(3), by_hand.DONE, by_hand.NEXT_Q, by_hand.GAMMA)
    answer.should_equal(by_hand.TARGET, slips=by_hand.TARGET_SLIPS, wrong=by_hand.after_the_end)


@check(visible=True, about="td_loss")
def td_loss_by_hand(student: Student, ctx: Context) -> None:
    """Errors of 0.5 and of 3, on both sides of delta"""
    answer = student.call("td_loss", by_hand.TAKEN, by_hand.ACTION, by_hand.ZERO)
    answer.should_equal(by_hand.LOSS, slips=by_hand.LOSS_SLIPS)
