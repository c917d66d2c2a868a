"""A mixture of two logistic laws over bars, and what a student's code says of each bar."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from autograder.pictures.curves import Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

BARS = 16
PLACES = 240
COMPONENTS = ((0.6, 0.1, 0.09), (0.4, 0.8, 0.05))  # weight, mean, scale
# Masses of the bars by COMPONENTS.
DUE = (
    *(0.193705, 0.106295, 0.106296, 0.082587, 0.052472, 0.029238, 0.015245, 0.008187),
    *(0.006361, 0.011795, 0.034738, 0.088415, 0.128795, 0.088107, 0.033946, 0.013818),
)
CLOSE = 1e-3


def drawn_bars(ask: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Picture:
    """Draw the mixture's density times a bar's width, and the student's mass of each bar.

    Args: `ask`, of x (V,), mean and log_scale (1,), returns log-probabilities (V,).
    """
    last = BARS - 1
    xs = [place / (PLACES - 1) for place in range(PLACES)]
    smooth = [_density(x) / last for x in xs]
    yours = _yours(ask)
    values = [value / last for value in range(BARS)]
    wrong = [not abs(a - b) <= CLOSE for a, b in zip(yours, DUE, strict=True)]
    most = 1.15 * max(*DUE, *smooth, *[one for one in yours if one < 1])
    chart = Chart("logistic_log_prob", "x / (V - 1)", "P(x)", 0.0, most)
    told = _told(wrong)
    found = [
        Curve("p(x) / (V - 1)", xs, smooth),
        Curve("P(x)", values, DUE, "steps"),
        Curve("logistic_log_prob", values, yours, "points", wrong),
    ]
    return curves(chart, found, told, listed([_caption(), told]))


def _yours(ask: Callable[[Tensor, Tensor, Tensor], Tensor]) -> list[float]:
    total, x = torch.zeros(BARS, dtype=torch.float64), torch.arange(BARS)
    for weight, mean, scale in COMPONENTS:
        got = ask(x, torch.tensor([mean]), torch.tensor([math.log(scale)]))
        total += weight * got.double().exp()
    return [min(one, 9.0) for one in total.nan_to_num(nan=0.0).tolist()]


def _density(x: float) -> float:
    parts = ((weight, (x - mean) / scale / 2, scale) for weight, mean, scale in COMPONENTS)
    return sum(weight / (4 * scale * math.cosh(half) ** 2) for weight, half, scale in parts)


def _told(wrong: list[bool]) -> str:
    if any(wrong):
        return said("A cross marks a bar whose mass by your code is wrong.")
    return said(
        "The first bar holds {mass}: all that lies below it, too, so it stands above the curve.",
        mass=f"{DUE[0]:.3f}",
    )


def _caption() -> str:
    return said(
        "A mixture of two logistic laws, cut into 16 bars: the curve is the density times the "
        "width of a bar, the steps are the masses of the bars, the points are exp(log_prob) by "
        "your code. Each end bar holds the whole tail beyond it."
    )
