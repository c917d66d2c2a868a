"""Checks of `sequences/window`: the fixed-window language model, and its price."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student


@check(visible=True, about="windows")
def windows_by_hand(student: Student, ctx: Context) -> None:
    """The two tokens before each of three"""
    want = torch.tensor([[[0, 0], [0, 7], [7, 8]]])
    answer = student.call("windows", torch.tensor([[7, 8, 9]]), 2, 0)
    answer.should_equal(want, dtype=torch.int64)
