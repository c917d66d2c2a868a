"""Findings → points, rounded here and nowhere else: all that comes later only adds them up."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from autograder.records.verdict import Finding


def rounded(points: float, step: float | None = None) -> float:
    """Return points as the nearest multiple of `step`, half a step up; by default to hundredths.

    Points and step are taken as they are written, so that 0.15 is half of 0.3.
    """
    if step is None:
        return round(points, 2)
    unit, exact = Decimal(str(step)), Decimal(str(round(points, 9)))
    return float((exact / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit)


def points_of(findings: Sequence[Finding], max_points: float, step: float | None = None) -> float:
    """Share `max_points` by weight among the checks, rounded to `step`.

    A check that broke by our fault costs nothing. Raises ValueError when the weights do not add up
    to anything.
    """
    total = sum(finding.weight for finding in findings)
    if total <= 0:
        raise ValueError("an exercise needs a check with a weight above zero")
    earned = sum(finding.weight for finding in findings if finding.earned)
    if earned == total:
        return max_points
    return min(max_points, rounded(max_points * earned / total, step))
