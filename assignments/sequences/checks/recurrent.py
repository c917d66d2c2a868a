"""Checks of `sequences/recurrent`: a state that carries the text along."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student


@check(visible=True, about="rnn_step")
def rnn_step_by_hand(student: Student, ctx: Context) -> None:
    """One unit that sees a one, with weight 2: the logistic function of 2"""
    zero, one = torch.zeros(1, 1), torch.ones(1, 1)
    answer = student.call("rnn_step", zero, one, one, 2 * one, torch.zeros(1))
    answer.should_equal(torch.tensor([[0.880797]]))
