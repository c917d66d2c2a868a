"""Until when anybody may still hand in for points."""

import math
from datetime import datetime, timedelta

from autograder.course.config import Course
from autograder.times.zones import end_of_days


def closes(course: Course, assignment: str) -> datetime:
    """Return the latest moment at which a submission of an assignment can still gain by waiting.

    That is the latest due date of anyone, and the days after it: until it is closed, or else until
    being late costs nothing more, free days included. An aware time.
    """
    given = course.extensions.get(assignment, {})
    due = max([course.assignment(assignment).due, *given.values()])
    grace = timedelta(minutes=course.late_rules(assignment).grace_minutes)
    return end_of_days(due, _open_days(course, assignment)) + grace


def _open_days(course: Course, assignment: str) -> int:
    rules = course.late_rules(assignment)
    if rules.closed_after_days is not None:
        return rules.closed_after_days
    if not rules.per_day:
        return 0
    budget, each = course.late.budget_days, rules.budget_days_each
    free = budget if each is None else min(budget, each)
    return math.ceil(rules.cap / rules.per_day) + free
