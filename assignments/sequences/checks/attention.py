"""Checks of `sequences/attention`: looking back instead of carrying along."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student


@check(visible=True, about="padding_mask")
def padding_mask_by_hand(student: Student, ctx: Context) -> None:
    """A text of two tokens, and one of none"""
    want = torch.tensor([[True, True, False], [False, False, False]])
    answer = student.call("padding_mask", torch.tensor([2, 0]), 3)
    answer.should_equal(want, dtype=torch.bool)
