"""From findings to points: what each earns, and what earns nothing since its name means nothing."""

from dataclasses import replace

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


def points_of(findings: tuple[Finding, ...], max_points: float) -> float:
    """Share `max_points` by weight among the checks; one that broke by our fault costs nothing.

    Raises ValueError when the weights do not add up to anything.
    """
    total = sum(finding.weight for finding in findings)
    if total <= 0:
        raise ValueError("an exercise needs a check with a weight above zero")
    earned = sum(finding.weight for finding in findings if finding.earned)
    return max_points if earned == total else round(max_points * earned / total, 2)
