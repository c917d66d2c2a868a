"""How late a submission is and what that costs; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from autograder.course.tables import LateRules
from autograder.records.points import rounded
from autograder.times.zones import DAY, end_of_days

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Submitted:
    """What a student handed in for one assignment: when, None if unknown, and when it was due.

    Both times are aware; `due` is the student's own, with any extension, and days are counted by
    the clock of its zone.
    """

    assignment: str
    due: datetime
    submitted: datetime | None
    rules: LateRules


@dataclass(frozen=True)
class Lateness:
    """How many days late something is, how many of them are free, and what the others cost.

    `percent` is of the assignment's points; `closed` says that it came too late for any.
    """

    days: int = 0
    free: int = 0
    percent: float = 0.0
    closed: bool = False

    def penalty(self, max_points: float, score: float, step: float | None = None) -> float:
        """Return the points that are lost, from 0 to `score`, rounded as points are to `step`."""
        lost = score if self.closed else rounded(max_points * self.percent / 100, step)
        return min(lost, max(score, 0.0))

    def __str__(self) -> str:
        """Say it in a few words, '' for what is not late."""
        if not self.days:
            return ""
        said = f"{self.days} {'day' if self.days == 1 else 'days'} late"
        if self.closed:
            return f"{said}, after it was closed"
        return f"{said}, {self.free} of them free" if self.free else said


NOT_LATE = Lateness()


def seconds_late(due: datetime, submitted: datetime | None) -> int:
    """Return whole seconds after the second in which it was due; 0 for no time at all."""
    if submitted is None:
        return 0
    return max(0, (submitted.astimezone(UTC) - due.astimezone(UTC)) // _SECOND)


def days_late(due: datetime, submitted: datetime | None, grace_minutes: int) -> int:
    """Return the days begun after the due second and the grace that follows it.

    A day ends when the clock of the due date's zone shows its time again: after 23 or 25 hours,
    too, where clocks are changed. The grace is there at the end of each further day.
    """
    if submitted is None or not seconds_late(due, submitted):
        return 0
    given = submitted.astimezone(UTC) - timedelta(minutes=grace_minutes)
    over = timedelta(seconds=(given - due.astimezone(UTC)) // _SECOND)
    days = max(0, -(-over // DAY))  # to within one, by days of 24 hours
    while days > 0 and given - end_of_days(due, days - 1) < _SECOND:
        days -= 1
    while given - end_of_days(due, days) >= _SECOND:
        days += 1
    return days


def lateness_of_all(handed: Iterable[Submitted], budget: int) -> dict[str, Lateness]:
    """Return the lateness of each assignment; free days are spent in the order given.

    What came after it was closed spends none.
    """
    found: dict[str, Lateness] = {}
    for one in handed:
        rules = one.rules
        days = days_late(one.due, one.submitted, rules.grace_minutes)
        if rules.closed_after_days is not None and days > rules.closed_after_days:
            found[one.assignment] = Lateness(days, 0, 100.0, closed=True)
            continue
        each = budget if rules.budget_days_each is None else rules.budget_days_each
        free = min(days, budget, each)
        budget -= free
        percent = min(rules.cap, rules.per_day * (days - free))
        found[one.assignment] = Lateness(days, free, percent)
    return found
