"""Whether a wrong answer is the right one times one and the same factor, and how that is called."""

import math
from fractions import Fraction

import torch
from torch import Tensor

LEAST = 10.0  # tolerances: by so much numbers have to differ from 0, and from each other, to count
EXACT = 3e-6  # relative: two factors as close as this are the same
LARGEST_PART = 16  # of a fraction that is called by its name
MOST_TIMES = 100_000
# Factors that a message may name. A number of the student's choice could carry hidden inputs out,
# so a message says one of these or none; others stand beside the numbers themselves.
NAMED = tuple(
    (sign * float(size), mark + name)
    for sign, mark in ((1, ""), (-1, "−"))
    for size, name in (
        *((number, str(number)) for number in (2, 3, 4, 8, 10, 100)),
        *((1 / number, f"1/{number}") for number in (2, 3, 4, 8, 10, 100)),
        (math.log(2), "log 2"),
        (1 / math.log(2), "1/log 2"),
        (math.log(2) ** 2, "(log 2)²"),
        (1 / math.log(2) ** 2, "1/(log 2)²"),
        (math.log(10), "log 10"),
        (1 / math.log(10), "1/log 10"),
        (1, "1"),
    )
    if sign * size != 1
)


# A right number in another unit, nats or bits or decimal digits, or with the other sign.
UNITS = tuple(
    sign * size
    for size in (1.0, math.log(2), 1 / math.log(2), math.log(10), 1 / math.log(10))
    for sign in (1, -1)
    if sign * size != 1
)


def constant_ratio(got: Tensor, want: Tensor, tolerance: float) -> float | None:
    """Return r where got = r · want within the tolerance, None where there is no such factor.

    Both of one shape. Two different numbers of `want`, at least, have to bear it out, or any answer
    would be a multiple.
    """
    if got.shape != want.shape or not torch.isfinite(got).all():
        return None
    yours, right = got.double().flatten(), want.double().flatten()
    told = right[right.abs() > LEAST * tolerance]
    if len(told) < 2 or float(told.max() - told.min()) <= LEAST * tolerance:
        return None
    ratio = float(yours @ right / (right @ right))
    rounding = tolerance * max(1.0, abs(ratio))
    if float((yours - ratio * right).abs().max()) > rounding:
        return None
    is_clear = float(yours.abs().max()) > LEAST * tolerance
    return ratio if is_clear else None


def unit_off(name: str, got: Tensor, want: Tensor, tolerance: float) -> tuple[str, float] | None:
    """Return a name and the factor by which its answer has another unit or sign, if that is all."""
    ratio = constant_ratio(got, want, tolerance)
    if ratio is None:
        return None
    # The unit itself: the measured ratio is as good as float32, and float64 may be asked for next.
    named = (unit for unit in UNITS if math.isclose(ratio, unit, rel_tol=EXACT))
    return next(((name, unit) for unit in named), None)


def well_known(ratio: float) -> str:
    """Return the name of a factor that a message may tell, "" for all others."""
    return next((name for value, name in NAMED if math.isclose(ratio, value, rel_tol=EXACT)), "")


def written(ratio: float) -> str:
    """Write a factor as a person would: 3/2, 1/64, or a decimal number where nothing fits."""
    sign, size = "−" if ratio < 0 else "", abs(ratio)
    known = well_known(ratio)
    if known:
        return known
    if size < 1 and _is_whole(1 / size):
        return f"{sign}1/{round(1 / size)}"
    if _is_whole(size):
        return f"{sign}{round(size)}"
    near = Fraction(size).limit_denominator(LARGEST_PART)
    if math.isclose(near, size, rel_tol=EXACT):
        return f"{sign}{near}"
    return f"{sign}{size:.4g}"


def _is_whole(number: float) -> bool:
    return 1 <= number <= MOST_TIMES and math.isclose(round(number), number, rel_tol=EXACT)
