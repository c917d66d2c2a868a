"""Checks of `sequences/sampling`: from a language model to texts."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student


@check(visible=True, about="adjust")
def adjust_by_hand(student: Student, ctx: Context) -> None:
    """A half and two quarters, at temperature one half"""
    logits = torch.tensor([0.5, 0.25, 0.25]).log()
    want = torch.tensor([2 / 3, 1 / 6, 1 / 6]).log()
    student.call("adjust", logits, 0.5).should_equal(want)
