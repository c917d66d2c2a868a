"""Findings → points, rounded here and nowhere else: all that comes later only adds them up.

What is about a name whose answers mean nothing earns nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from autograder.records.verdict import Finding


def voided(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings; those about a name whose answers mean nothing are void, and earn nothing."""
    why = {one.about: one.title for one in reversed(findings) if one.about and one.essential}
    return tuple(
        replace(one, void=why.get(one.about, "") if _rests_on_meaning(one) else "")
        for one in findings
    )


def _rests_on_meaning(one: Finding) -> bool:
    return bool(one.about) and not one.form and one.outcome in ("passed", "broken")


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
