"""Checks of `games/qlearning`: what an action is worth."""

import math

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student

# A corridor of three states: action 0 stays, action 1 goes right, and the end is worth 1.
THERE = torch.tensor([[0, 1], [1, 2], [2, 2]])
END = torch.tensor([[False, False], [False, True], [False, True]])
SWEPT = {
    0: torch.zeros(3, 2),
    1: torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.0, 1.0]]),
    2: torch.tensor([[0.0, 0.5], [0.5, 1.0], [0.5, 1.0]]),
}
NEXT_Q = torch.tensor([[2.0, 4.0], [math.nan, math.inf], [-1.0, -3.0]])
TAKEN = torch.tensor([[0.5, 9.0], [9.0, 3.0]])


@check(visible=True, about="value_iteration")
def value_iteration_by_hand(student: Student, ctx: Context) -> None:
    """A corridor, after 0, 1 and 2 sweeps"""
    for sweeps, want in SWEPT.items():
        student.call("value_iteration", THERE, END.float(), END, 0.5, sweeps).should_equal(want)


@check(visible=True, about="td_target")
def td_target_by_hand(student: Student, ctx: Context) -> None:
    """Three rows, one of them finished"""
    slips = {
        "What next_q holds in finished rows does not matter: NaN times 0 is NaN.": torch.tensor(
            [3.0, math.nan, 0.5]
        ),
        "The max is over the actions of each row.": torch.tensor([3.0, 1.0, 3.0]),
    }
    done = torch.tensor([False, True, False])
    answer = student.call("td_target", torch.ones(3), done, NEXT_Q, 0.5)
    answer.should_equal(torch.tensor([3.0, 1.0, 0.5]), slips=slips)


@check(visible=True, about="td_loss")
def td_loss_by_hand(student: Student, ctx: Context) -> None:
    """Errors of 0.5 and of 3, on both sides of delta"""
    slips = {
        "Beyond delta the loss is a straight line: these are squares.": torch.tensor(2.3125),
        "The mean over rows was asked for, not the sum.": torch.tensor(2.625),
    }
    answer = student.call("td_loss", TAKEN, torch.tensor([0, 1]), torch.zeros(2))
    answer.should_equal(torch.tensor(1.3125), slips=slips)
