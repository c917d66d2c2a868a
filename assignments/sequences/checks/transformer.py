"""Checks of `sequences/transformer`: attention alone, and the mask it lives by."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student


@check(visible=True, about="positions")
def positions_by_hand(student: Student, ctx: Context) -> None:
    """Places 0 and 1, in two numbers: sine and cosine of 0 and of 1"""
    want = torch.tensor([[0.0, 1.0], [0.841471, 0.540302]])
    student.call("positions", 2, 2).should_equal(want)
