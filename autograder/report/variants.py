"""How the students of each variant did: whether the draw has favoured some of them; pure."""

from collections.abc import Mapping
from dataclasses import replace

from autograder.report.mistakes import LONGEST
from autograder.report.summary import ClassReport, OfVariant
from autograder.text.sanitize import plain


def with_variants(
    report: ClassReport, letters: Mapping[str, str], told: Mapping[str, str]
) -> ClassReport:
    """Return a report in which each row names its variant, and each variant has its mean.

    Args: `letters`, by student; `told`, what each variant is. What is not graded, or not read by
    a person yet, is in no mean.
    """
    if not told:
        return report
    spelt = {plain(student, LONGEST): letter for student, letter in letters.items()}
    rows = tuple(replace(row, variant=spelt.get(row.student, "")) for row in report.rows)
    whole = [row for row in rows if row.status == "graded" and not row.unread]
    points = {name: tuple(r.points for r in whole if r.variant == name) for name in told}
    variants = tuple(OfVariant(name, told[name], points[name]) for name in told)
    return replace(report, rows=rows, variants=variants)
