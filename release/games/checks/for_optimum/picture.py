"""The best value of the game over how far the laws are apart: two ways to the same number."""

import math

import torch

from autograder.checking.student import Expect, Student
from autograder.pictures.curves import Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

APART = tuple(step / 10 for step in range(11))
# 2 JS − log 4 there; tests/assignments/games/test_by_hand_optimum.py computes it again.
DUE = (
    *(-1.386294, -1.314347, -1.236531, -1.15174, -1.058501, -0.954771),
    *(-0.837577, -0.702265, -0.540673, -0.3351, 0.0),
)
CLOSE = 1e-4
CHART = Chart("p = (½, ½, 0), q = ((1−t)/2, (1−t)/2, t)", "t", "V", -1.5, 0.15)
TOLD = said(
    "Where the laws are equal even the best discriminator is a coin, at −log 4; where they have "
    "nothing in common it is right, at 0. In between, its value is 2 JS − log 4."
)
OTHERWISE = said("Some numbers are not those that are due.")
LEAD = said(
    "Line: what is due. Points: yours, 2 JS − log 4, and the game's value with the best "
    "discriminator."
)
CROSS = said("A cross marks what is not due.")


def drawn_value(student: Student) -> Picture:
    """Ask for divergences and values along a line of laws; raises Failed for no numbers."""
    from_divergence, from_value = [], []
    for t in APART:
        p = torch.tensor([0.5, 0.5, 0.0])
        q = torch.tensor([(1 - t) / 2, (1 - t) / 2, t])
        best = torch.tensor([-math.log1p(-t) if t < 1 else math.inf] * 2 + [-math.inf])
        number = Expect((), torch.float32, finite=True)
        divergence = student.call("jensen_shannon", p, q, expect=number)
        from_divergence.append(2 * float(divergence) - math.log(4))
        from_value.append(float(student.call("game_value", p, q, best, expect=number)))
    points = [
        Curve(
            "2 * jensen_shannon(p, q) − log 4",
            APART,
            from_divergence,
            "points",
            _wrong(from_divergence),
        ),
        Curve("game_value(p, q, D*)", APART, from_value, "points", _wrong(from_value)),
    ]
    crossed = any(any(one.wrong) for one in points)
    told = OTHERWISE if crossed else TOLD
    line = Curve("V(D*, q)", APART, DUE)
    return curves(CHART, [line, *points], told, listed([LEAD, CROSS if crossed else "", told]))


def _wrong(yours: list[float]) -> list[bool]:
    return [abs(y - d) > CLOSE for y, d in zip(yours, DUE, strict=True)]
