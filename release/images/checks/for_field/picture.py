"""What stacks of one, two and three masked layers see, yours above and expected below."""

import torch

from autograder.checking.compare import named_mistake
from autograder.checking.student import Expect, Student
from autograder.pictures.fields import Field, fields
from autograder.records.verdict import Picture
from autograder.text.i18n import as_said, said

from .by_hand import MASK_A, MASK_B, SIZE, WEDGES, wedge_slips, window

TITLES = ("A", "A, B", "A, B, B")
WEDGE = said(
    "The wedge: each B layer sees one pixel more to the left, and of the rows above more on both "
    "sides, but what lies above on the far right is never reached: the blind spot."
)


def drawn_wedges(student: Student) -> Picture:
    """Ask for the fields of three stacks, and draw them above what is expected."""
    centre, masks = (SIZE // 2, SIZE // 2), [MASK_A, MASK_B, MASK_B]
    form = Expect((SIZE, SIZE), torch.bool)
    yours, expected = [], []
    sentence: str = WEDGE
    for layers, title in enumerate(TITLES, 1):
        got = student.call("stack_field", masks[:layers], [1] * layers, SIZE, expect=form)
        due = window(WEDGES[layers - 1])
        yours.append(Field(f"{title}: stack_field", got, due, centre))
        expected.append(Field(f"{title}", due, due, centre))
        if not torch.equal(got, due):
            slips: dict[str, torch.Tensor] = {
                as_said(text): one.double() for text, one in wedge_slips(layers).items()
            }
            mistake = named_mistake(got.double(), due.double(), slips, 0.01)
            sentence = mistake or said("These are not the fields that are expected, below.")
    return fields([yours, expected], "stack_field(masks, [1, …], 9)", sentence)
