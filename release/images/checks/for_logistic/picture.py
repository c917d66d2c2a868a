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
CLOSE = 1e-3


def drawn_bars(ask: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Picture:
    """Draw the mixture's density times a bar's width, and the student's mass of each bar.

    Args: `ask`, of x (V,), mean and log_scale (1,), returns log-probabilities (V,).
    """
    last = BARS - 1
    xs = [place / (PLACES - 1) for place in range(PLACES)]
    smooth = [_sum(lambda m, s, x=x: _density(x, m, s)) / last for x in xs]  # type: ignore[misc]
    yours = _yours(ask)
    values = [value / last for value in range(BARS)]
    due = [_sum(lambda m, s, v=v: _mass(v, m, s)) for v in range(BARS)]  # type: ignore[misc]
    wrong = [not abs(a - b) <= CLOSE for a, b in zip(yours, due, strict=True)]
    most = 1.15 * max(*due, *smooth, *[one for one in yours if one < 1])
    chart = Chart("logistic_log_prob", "x / (V - 1)", "P", 0.0, most)
    told = _told(due, wrong)
    found = [
        Curve("p(x) / (V - 1)", xs, smooth),
        Curve("P", values, due, "steps"),
        Curve("logistic_log_prob", values, yours, "points", wrong),
    ]
    return curves(chart, found, told, listed([_caption(), told]))


def _yours(ask: Callable[[Tensor, Tensor, Tensor], Tensor]) -> list[float]:
    total, x = torch.zeros(BARS, dtype=torch.float64), torch.arange(BARS)
    for weight, mean, scale in COMPONENTS:
        got = ask(x, torch.tensor([mean]), torch.tensor([math.log(scale)]))
        total += weight * got.double().exp()
    return [min(one, 9.0) for one in total.nan_to_num(nan=0.0).tolist()]


def _sum(part: Callable[[float, float], float]) -> float:
    return sum(weight * part(mean, scale) for weight, mean, scale in COMPONENTS)


def _below(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def _density(x: float, mean: float, scale: float) -> float:
    z = (x - mean) / scale
    return _below(z) * _below(-z) / scale


def _mass(value: int, mean: float, scale: float) -> float:
    low, high = ((value + side - mean * (BARS - 1)) / (BARS - 1) / scale for side in (-0.5, 0.5))
    return (1.0 if value == BARS - 1 else _below(high)) - (0.0 if value == 0 else _below(low))


def _told(due: list[float], wrong: list[bool]) -> str:
    if any(wrong):
        return said("A cross marks a bar whose mass by your code is wrong.")
    return said(
        "The first bar holds {mass}: all that lies below it, too, so it stands above the curve.",
        mass=f"{due[0]:.3f}",
    )


def _caption() -> str:
    return said(
        "A mixture of two logistic laws, cut into 16 bars: the curve is the density times the "
        "width of a bar, the steps are the masses of the bars, the points are exp(log_prob) by "
        "your code. Each end bar holds the whole tail beyond it."
    )
