"""Checks of `sequences/embedding`: words as vectors, and words made of pieces."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student


@check(visible=True, about="embed")
def embed_by_hand(student: Student, ctx: Context) -> None:
    """Two tokens, two rows of a table"""
    table = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    want = torch.tensor([[[5.0, 6.0], [1.0, 2.0]]])
    student.call("embed", torch.tensor([[2, 0]]), table).should_equal(want)
