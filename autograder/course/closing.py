"""Until when handing in can earn points: due date, extensions, and late days that still give some.

`late/closing.py` asks another thing: until when waiting can gain anything.
"""

import math
from collections.abc import Iterable
from datetime import MAXYEAR, datetime, timedelta

from autograder.course.assignment import Assignment
from autograder.course.tables import LateRules
from autograder.times.zones import end_of_days

ALL = 100.0  # percent
_MOST_DAYS = 4_000_000  # beyond any calendar; so that percents next to nothing are no overflow


def earns_until(
    assignment: Assignment, rules: LateRules, budget_days: int, extensions: Iterable[datetime]
) -> datetime | None:
    """Return the last second in which anybody's submission can earn points, None without end.

    In UTC. Args: `rules`, those of this assignment; `budget_days`, free days of the whole course.
    """
    days = _earning_days(assignment, rules, budget_days)
    if days is None:
        return None
    end = end_of_days(max([assignment.due, *extensions]), days)
    grace = timedelta(minutes=rules.grace_minutes)
    return None if end.year == MAXYEAR else end + grace


def _earning_days(assignment: Assignment, rules: LateRules, budget: int) -> int | None:
    """Return after how many days late there may still be points: those of `late.rules`."""
    found = [] if rules.closed_after_days is None else [rules.closed_after_days]
    # The points of a bonus lie beyond those that percents are of, and so are never all lost.
    bonus = any(assignment.kind(name) == "bonus" for name in assignment.tables)
    if rules.per_day and rules.cap >= ALL and not bonus:
        each = budget if rules.budget_days_each is None else rules.budget_days_each
        lost_on = math.ceil(min(ALL / rules.per_day, _MOST_DAYS))
        found.append(lost_on - 1 + min(budget, each))
    return min(found, default=None)
