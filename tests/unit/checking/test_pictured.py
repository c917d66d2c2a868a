"""Pictures of answers that pass are drawn where somebody sees them, and never cost a point."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.checking.check import Check, Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.run import examine
from autograder.checking.student import Failed, Student
from autograder.records.verdict import Finding, Picture
from autograder.selfcheck.local import LocalTransport

CONTEXT = Context({}, Path(), seed=1)
PICTURE = Picture(b"png", "A square.")


def boom() -> None:
    raise ValueError("not this one")


STUDENT = Student(LocalTransport({"boom": boom}))


def drawing(draw: Callable[[Student], Picture | None], *, visible: bool = True) -> Check:
    """Return a check that passes, with a picture that is yet to be drawn."""

    @check(visible=visible)
    def shows(student: Student, ctx: Context) -> Passed:
        """It shows."""
        return Passed("right", picture=lambda: draw(student))

    return shows


def drawn(asked: list[Student]) -> Callable[[Student], Picture]:
    def draw(student: Student) -> Picture:
        asked.append(student)
        return PICTURE

    return draw


def ask(one: Check, context: Context = CONTEXT) -> Finding:
    return examine(one, STUDENT, context)


def test_it_is_drawn_where_it_is_seen() -> None:
    asked: list[Student] = []
    assert ask(drawing(drawn(asked))).picture is PICTURE
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("visible", "context"),
    [(False, CONTEXT), (True, replace(CONTEXT, pictures=False))],
    ids=["hidden", "nobody looks"],
)
def test_it_is_not_where_it_is_not(visible: bool, context: Context) -> None:
    asked: list[Student] = []
    found = ask(drawing(drawn(asked), visible=visible), context)
    assert found.outcome == "passed" and found.picture is None
    assert asked == []


def unfit(student: Student) -> Picture | None:
    raise Failed("That is not what is drawn.")


@pytest.mark.parametrize(
    "draw", [lambda student: student.call("boom") and None, unfit], ids=["crash", "wrong answer"]
)
def test_what_goes_wrong_in_a_picture_costs_nothing(
    draw: Callable[[Student], Picture | None],
) -> None:
    found = ask(drawing(draw))
    assert (found.outcome, found.message, found.picture) == ("passed", "right", None)


def test_a_picture_that_cannot_be_drawn_is_our_own_fault() -> None:
    def broken(student: Student) -> Picture:
        raise ZeroDivisionError

    assert ask(drawing(broken)).outcome == "broken"


def test_a_wrong_answer_keeps_the_picture_that_it_has() -> None:
    def failing(own: Picture | None) -> Finding:
        @check(visible=True)
        def fails(student: Student, ctx: Context) -> None:
            """It fails."""
            with explained(lambda: PICTURE):
                raise Failed("Wrong.", picture=own)

        return ask(fails)

    own = Picture(b"own", "Its own.")
    assert failing(None).picture is PICTURE
    assert failing(own).picture is own
