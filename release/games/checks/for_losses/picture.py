"""The slopes of both losses over a fake's logit, and where training starts."""

import torch

from autograder.checking.student import Student
from autograder.pictures.curves import Band, Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

LOGITS = (-6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
# D at these logits; tests/assignments/games/test_by_hand_losses.py computes it again.
D = (
    *(0.0024726, 0.0066929, 0.0179862, 0.0474259, 0.1192029, 0.2689414, 0.5),
    *(0.7310586, 0.8807971, 0.9525741, 0.9820138, 0.9933071, 0.9975274),
)
DUE = {"saturating": [-d for d in D], "non_saturating": [d - 1 for d in D]}
CLOSE = 1e-4
START = Band(-6.0, -4.0)
CHART = Chart("generator_slope(l, kind)", "l", said("slope"), -1.15, 0.15, band=START)
TOLD = said(
    "Hatched: the start of training, where fakes are easy to tell. There the saturating loss is "
    "flat, so nothing moves; the other one has its full slope."
)
OTHERWISE = said("Some slopes are not those that are due.")
LEAD = said("Lines: what is due. Points: yours.")
CROSS = said("A cross marks what is not due.")


def drawn_slopes(student: Student) -> Picture:
    """Ask for slopes of both kinds, and draw them; raises Failed for no slopes."""
    logits = torch.tensor(LOGITS)
    points, lines = [], []
    for kind, due in DUE.items():
        answer = student.call("generator_slope", logits, kind)
        yours = answer.should_have_shape(len(LOGITS), finite=True).double().tolist()
        wrong = [abs(y - d) > CLOSE for y, d in zip(yours, due, strict=True)]
        lines.append(Curve(kind, LOGITS, due, "line" if kind == "saturating" else "dashed"))
        points.append(Curve(f'generator_slope(l, "{kind}")', LOGITS, yours, "points", wrong))
    crossed = any(any(one.wrong) for one in points)
    told = OTHERWISE if crossed else TOLD
    caption = listed([LEAD, CROSS if crossed else "", told])
    return curves(CHART, [*lines, *points], told, caption)
