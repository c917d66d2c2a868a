"""How sure a class becomes, row by row: a fair coin against a loaded one."""

import torch

from autograder.checking.student import Expect, Student
from autograder.pictures.curves import Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

from .by_hand import LOADED, coins

# Two pixels in each of six rows. A 1 speaks for the loaded coin, a 0 more strongly against it.
ROWS = torch.tensor([[1.0, 1], [1, 0], [1, 1], [0, 0], [1, 1], [1, 1]]).view(1, 1, 6, 2)
DUE = (0.5, 0.6923, 0.6279, 0.7915, 0.4870, 0.6811, 0.8277)
CLOSE = 1e-3
CHART = Chart("class_posterior(…, rows).exp()[0, 1]", "rows", "p", 0.0, 1.0)


def drawn_posterior(student: Student) -> Picture:
    """Ask for the posterior after every number of rows, and draw it over them."""
    prior, found = torch.tensor([0.5, 0.5]).log(), []
    for rows in range(len(DUE)):
        models = [coins(), coins(LOADED)]
        answer = student.call("class_posterior", models, ROWS, prior, rows, expect=Expect((1, 2)))
        found.append(float(answer.double().exp()[0, 1]))
    wrong = [not abs(yours - due) <= CLOSE for yours, due in zip(found, DUE, strict=True)]
    if any(wrong):
        told = said("After some numbers of rows it is not what Bayes' rule gives.")
    else:
        told = said("Each row moves the posterior, up or down: evidence adds up in logarithms.")
    numbers = range(len(DUE))
    lines = [Curve("Bayes", numbers, DUE), Curve("yours", numbers, found, "points", wrong)]
    lead = said("Line: what is due. Points: yours.")
    crossed = said("A cross marks what is not due.") if any(wrong) else ""
    return curves(CHART, lines, told, listed([lead, crossed, told]))
