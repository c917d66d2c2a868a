"""Three models and what their tokens see, by the student's own `influence`."""

from torch import Tensor

from autograder.checking.student import Expect, Student
from autograder.pictures.influences import Influence, influences
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from . import by_hand
from .played import Law, PlayedLM

FIVE = 5
TRIANGLE = said(
    "Left: a language model sees all that comes before, a triangle. Middle: this one sees the very "
    "token that it predicts, a leak. Right: this one is shifted twice, and never sees the token "
    "right before."
)


def drawn_influences(student: Student) -> Picture:
    """Ask about a sound model, one that leaks and one that is shifted twice."""
    found = [
        Influence(title, _asked(student, law))
        for title, law in (
            ("tokens[:, :t]", by_hand.remembers),
            ("tokens[:, :t + 1]", by_hand.peeks),
            ("tokens[:, :t - 1]", by_hand.lags),
        )
    ]
    return influences(found, "influence(model, tokens, 3)", TRIANGLE)


def _asked(student: Student, law: Law) -> Tensor:
    played = PlayedLM(law, FIVE, by_hand.VALUES)
    expect = Expect((FIVE, FIVE))
    return student.call("influence", played.oracle(), by_hand.LONGER, by_hand.VALUES, expect=expect)
