"""What stacks of one, two and three masked layers see; above what is expected, if it differs."""

import torch

from autograder.checking.student import Expect, Student
from autograder.pictures.fields import Field, fields
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from .by_hand import MASK_A, MASK_B, SIZE, WEDGES, window

CALL = "stack_field(masks, [1, …], 9)"
TITLES = ("A", "A, B", "A, B, B")
WEDGE = said(
    "The wedge: each B layer sees one pixel more to the left, and of the rows above more on both "
    "sides, but what lies above on the far right is never reached: the blind spot."
)
BELOW = said("Above stands what your function returns, below what is expected.")


def drawn_wedges(student: Student) -> Picture:
    """Ask for the fields of three stacks, and draw them."""
    centre, masks = (SIZE // 2, SIZE // 2), [MASK_A, MASK_B, MASK_B]
    form = Expect((SIZE, SIZE), torch.bool)
    yours, expected = [], []
    for layers, title in enumerate(TITLES, 1):
        got = student.call("stack_field", masks[:layers], [1] * layers, SIZE, expect=form)
        due = window(WEDGES[layers - 1])
        yours.append(Field(f"stack_field: {title}", got, due, centre))
        expected.append(Field(title, None, due, centre))
    if all(one.right for one in yours):
        return fields([yours], CALL, WEDGE)
    return fields([yours, expected], CALL, BELOW)
