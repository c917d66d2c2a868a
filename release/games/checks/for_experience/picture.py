"""A reward at the end of an episode, as each step before it sees it, at three discounts."""

import torch

from autograder.checking.student import Student
from autograder.pictures.curves import Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

STEPS = tuple(range(12))
REWARD = (0.0,) * 11 + (1.0,)
# By gamma; tests/assignments/games/test_by_hand_experience.py computes them again.
DUE = {
    1.0: (1.0,) * 12,
    0.9: (
        *(0.313811, 0.348678, 0.38742, 0.430467, 0.478297, 0.531441),
        *(0.59049, 0.6561, 0.729, 0.81, 0.9, 1.0),
    ),
    0.5: (
        *(0.000488, 0.000977, 0.001953, 0.003906, 0.007812, 0.015625),
        *(0.03125, 0.0625, 0.125, 0.25, 0.5, 1.0),
    ),
}
CLOSE = 1e-4
CHART = Chart("discounted_returns((0, …, 0, 1), γ)", "t", "G", -0.05, 1.15)
TOLD = said(
    "One reward, at the last step. Without a discount every step has its full worth; at γ = ½ the "
    "first steps hardly know of it."
)
OTHERWISE = said("Some returns are not those that are due.")
LEAD = said("Lines: what is due. Points: yours.")
CROSS = said("A cross marks what is not due.")


def drawn_returns(student: Student) -> Picture:
    """Ask for returns at three discounts, and draw them; raises Failed for no returns."""
    points, lines = [], []
    for gamma, due in DUE.items():
        answer = student.call("discounted_returns", torch.tensor(REWARD), gamma)
        yours = answer.should_have_shape(len(STEPS), finite=True).double().tolist()
        wrong = [abs(y - d) > CLOSE for y, d in zip(yours, due, strict=True)]
        lines.append(Curve(f"γ = {gamma}", STEPS, due))
        points.append(Curve(f"discounted_returns(…, {gamma})", STEPS, yours, "points", wrong))
    crossed = any(any(one.wrong) for one in points)
    told = OTHERWISE if crossed else TOLD
    caption = listed([LEAD, CROSS if crossed else "", told])
    return curves(CHART, [*lines, *points], told, caption)
