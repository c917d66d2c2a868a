"""Three Gaussians of which two exceed 1, and what a student's code says of them."""

import math
from collections.abc import Callable
from statistics import NormalDist

import torch
from torch import Tensor

from autograder.pictures.curves import Band, Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import said

WIDTHS = (1.0, 0.1, 0.01)
BIN = 1 / 256
PLACES = 200
LOW, HIGH = 1e-3, 1e3
WIDEST = 0.4  # from the mean, of a point
WIDER = (0.5 - BIN / 2, 0.5 + BIN / 2)
CLOSE = 1e-3


def drawn_densities(ask: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Picture:
    """Draw three densities around ½, with points where `ask` was asked for an NLL.

    Args: `ask`, of mean, log_std and y, (B, 1, 1, 1) each, returns (B,).
    """
    lines, points = [_line(width) for width in WIDTHS], [_points(ask, width) for width in WIDTHS]
    chart = Chart("gaussian_nll", "y", "density", LOW, HIGH, log=True, band=Band(*WIDER))
    return curves(chart, [*lines, *points], _told(), _caption())


def _line(width: float) -> Curve:
    """Follow one density as far as it can be seen."""
    wide = 0.5
    while _density(0.5 + wide, width) < 2 * LOW:
        wide *= 0.99
    ys = [0.5 + wide * (2 * place / PLACES - 1) for place in range(PLACES + 1)]
    return Curve(f"σ = {width:g}", ys, [_density(y, width) for y in ys])


def _density(y: float, width: float) -> float:
    return NormalDist(0.5, width).pdf(y)


def _points(ask: Callable[[Tensor, Tensor, Tensor], Tensor], width: float) -> Curve:
    """Ask about three places of one width."""
    away = min(2 * width, WIDEST)
    ys = [0.5 - away, 0.5, 0.5 + away]
    y = torch.tensor(ys).view(-1, 1, 1, 1)
    mean, log_std = torch.full_like(y, 0.5), torch.full_like(y, math.log(width))
    got = (-ask(mean, log_std, y)).exp().tolist()
    wrong = [
        not abs(g - _density(at, width)) <= CLOSE * (1 + g) for g, at in zip(got, ys, strict=True)
    ]
    return Curve(f"gaussian_nll, σ = {width:g}", ys, got, "points", wrong)


def _told() -> str:
    narrowest = NormalDist(0.5, WIDTHS[-1])
    mass = narrowest.cdf(WIDER[1]) - narrowest.cdf(WIDER[0])
    return said(
        "At its top the narrowest density is {height}, but the bin there holds only {mass} of it: "
        "a density may exceed 1, an area may not.",
        height=f"{narrowest.pdf(0.5):.1f}",
        mass=f"{mass:.2f}",
    )


def _caption() -> str:
    return said(
        "Densities of a pixel around ½, for three widths; points are exp(−NLL) by your code, and a "
        "cross marks one that is wrong. Hatched: one of 256 bins. What it holds, its width times "
        "the height, is a probability; the height is not. A value in the middle bin costs less "
        "than 0 nats as a density, and more than 0 as an integer."
    )
