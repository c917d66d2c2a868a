"""Checks of `games/experience`: trying, remembering, and learning from rewards."""

import math

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

Q = torch.tensor([[0.0, 2.0, 1.0], [5.0, 2.0, 1.0], [0.0, 0.0, 7.0]])
REWARD, RETURNS = torch.tensor([1.0, 0.0, 2.0]), torch.tensor([1.5, 1.0, 2.0])


@check(visible=True, about="epsilon_greedy")
def epsilon_greedy_by_hand(student: Student, ctx: Context) -> None:
    """With epsilon 0, the best action of each row"""
    student.call("epsilon_greedy", Q, 0.0).should_equal(torch.tensor([1, 0, 2]))


@check(visible=True, about="ReplayBuffer")
def replay_buffer_by_hand(student: Student, ctx: Context) -> None:
    """Room for two, and three that come"""
    buffer = student.construct("ReplayBuffer", 2)
    for item in (1, 2, 3):
        buffer.call_plain("add", item)
    if buffer.call_plain("items") != [2, 3] or buffer.call_plain("__len__") != 2:
        raise Failed(said("When it is full the oldest entry goes; the others stay in order."))


@check(visible=True, about="discounted_returns")
def discounted_returns_by_hand(student: Student, ctx: Context) -> None:
    """Rewards of 1, 0 and 2 at a discount of one half"""
    slips = {
        "Each step's return counts from that step on: discount from there.": torch.tensor(
            [1.5, 0.5, 0.5]
        ),
        "What came before is no part of a return.": torch.tensor([1.0, 0.5, 2.25]),
    }
    student.call("discounted_returns", REWARD, 0.5).should_equal(RETURNS, slips=slips)


@check(visible=True, about="reinforce_loss")
def reinforce_loss_by_hand(student: Student, ctx: Context) -> None:
    """Two rows: returns of 2 and 0 where 1 was expected"""
    logits = torch.tensor([[0.0, 0.0], [0.0, math.log(3)]])
    want = torch.tensor((math.log(2) - math.log(4)) / 2)
    slips = {
        "Minus the mean: the loss is minimised.": -want,
        "The baseline is missing.": torch.tensor(math.log(2)),
        "The mean over rows was asked for, not the sum.": 2 * want,
    }
    args = (torch.tensor([1, 0]), torch.tensor([2.0, 0.0]), 1.0)
    student.call("reinforce_loss", logits, *args).should_equal(want, slips=slips)
