"""One window and its products; and what one output sees of the image, layer after layer."""

import torch

from autograder.checking.student import Expect, Student
from autograder.pictures.fields import Field, fields
from autograder.pictures.window import Window, window
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from . import by_hand
from .network import Told

SUM = said("The kernel moves on by one pixel, and the next answer follows.")
ALIKE = said("The same sum for each window: what is different in yours?")
GROWS = said(
    "What one output sees of the image after each layer, as if it had no borders. Each pooling "
    "makes the next kernel reach twice as far. From flatten on there is no image any more: 0."
)
CALL = 'summary((1, 8, 8), layers)[…]["field"]'
SIDE, OWN = 14, 5  # of the part of the image that is drawn, and the output's own pixel
BEFORE = (1, 1, 1, 3, 3, 3, 0, 0)  # pixels that are seen before the own one, after each layer


def drawn_window(student: Student) -> Picture:
    """Ask for all answers, and draw how one of them comes about."""
    given, form = (by_hand.X, by_hand.KERNEL, by_hand.BIAS), Expect((1, 1, 2, 2))
    got = student.call("correlate", *given, expect=form)
    image, kernel, yours, due = (
        one[0, 0].float() for one in (by_hand.X, by_hand.KERNEL, got, by_hand.ANSWERS)
    )
    found = Window(image, kernel, float(by_hand.BIAS), yours, due)
    return window(found, "correlate(x, weight, bias)", ALIKE if found.wrong.any() else SUM)


def drawn_fields(told: Told) -> Picture:
    """Draw what one output sees after each layer of the network that reads digits."""
    maps = []
    for place, (yours, due) in enumerate(
        zip(told.numbers("field").tolist(), by_hand.FIELDS.tolist(), strict=True)
    ):
        title = f"{told.layers[place][0]}: {yours:g}"
        seen, right = (_square(side, BEFORE[place]) for side in (yours, due))
        maps.append(Field(title, seen, right, (OWN, OWN)))
    return fields([maps[:4], maps[4:]], CALL, GROWS)


def _square(side: float, before: int) -> torch.Tensor:
    """Return the pixels of a square that begins so many pixels before the own one."""
    pixels = torch.arange(SIDE)
    inside = (pixels >= OWN - before) & (pixels < OWN - before + side)
    return inside[:, None] & inside
