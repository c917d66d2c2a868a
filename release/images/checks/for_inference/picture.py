"""How sure a class becomes, row by row: a fair coin against a loaded one."""

import torch

from autograder.checking.student import Expect, Student
from autograder.pictures.curves import Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

from .by_hand import LOADED, PRIOR, coins

# Two pixels in each of six rows. A 1 speaks for the loaded coin, a 0 more strongly against it.
ROWS = torch.tensor([[1.0, 1], [1, 0], [1, 1], [0, 0], [1, 1], [1, 1]]).view(1, 1, 6, 2)
DUE = (0.25, 0.4286, 0.36, 0.5586, 0.2404, 0.4159, 0.6157)
UNLIKELY = PRIOR.flip(0)  # a quarter for the loaded coin
CLOSE = 1e-3
BAYES = said(
    "It begins at the prior, and each row moves it, up or down: evidence adds up in logarithms."
)
OTHERWISE = said("After some numbers of rows it is not what Bayes' rule gives.")
CHART = Chart("class_posterior(…, rows).exp()[0, 1]", "rows", "p", 0.0, 1.0)


def drawn_posterior(student: Student) -> Picture:
    """Draw the posterior of a class over the number of rows."""
    return _drawn(_asked(student))


def drawn_if_wrong(student: Student) -> Picture | None:
    """Draw it where it is not what it should be: a right one would explain no wrong number."""
    found = _asked(student)
    return _drawn(found) if any(_wrong(found)) else None


def _asked(student: Student) -> list[float]:
    """Ask for the posterior of the loaded coin after every number of rows."""
    models, form = [coins(), coins(LOADED)], Expect((1, 2))
    return [
        float(
            student.call("class_posterior", models, ROWS, UNLIKELY, rows, expect=form).exp()[0, 1]
        )
        for rows in range(len(DUE))
    ]


def _wrong(found: list[float]) -> list[bool]:
    return [not abs(yours - due) <= CLOSE for yours, due in zip(found, DUE, strict=True)]


def _drawn(found: list[float]) -> Picture:
    wrong, numbers = _wrong(found), range(len(DUE))
    told = OTHERWISE if any(wrong) else BAYES
    lines = [Curve("Bayes", numbers, DUE), Curve("yours", numbers, found, "points", wrong)]
    lead = said("Line: what is due. Points: yours.")
    crossed = said("A cross marks what is not due.") if any(wrong) else ""
    return curves(CHART, lines, told, listed([lead, crossed, told]))
