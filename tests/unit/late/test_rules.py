"""Late days and what they cost: pure arithmetic."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course.tables import CourseLateRules, LateRules
from autograder.late.arrivals import extended
from autograder.late.rules import Lateness, Submitted, days_late, lateness_of_all, seconds_late
from autograder.times.zones import DAY, zone_named

DUE = datetime(2027, 3, 1, 12, tzinfo=UTC)
TEN = LateRules(per_day=10)


def handed(name: str, late: timedelta | None, rules: LateRules = TEN) -> Submitted:
    return Submitted(name, DUE, None if late is None else DUE + late, rules)


def only(late: timedelta | None, rules: LateRules, budget: int = 0) -> Lateness:
    return lateness_of_all([handed("a", late, rules)], budget)["a"]


def test_the_due_second_is_not_late() -> None:
    assert days_late(DUE, DUE, 0) == 0
    assert days_late(DUE, DUE + timedelta(milliseconds=999), 0) == 0
    assert days_late(DUE, DUE + timedelta(seconds=1), 0) == 1
    assert days_late(DUE, DUE + DAY, 0) == 1
    assert days_late(DUE, DUE + DAY + timedelta(seconds=1), 0) == 2


def test_what_has_no_time_is_not_late() -> None:
    assert only(None, LateRules(per_day=10, closed_after_days=0)) == Lateness()


def test_grace_follows_every_day() -> None:
    minutes = timedelta(minutes=15)
    assert days_late(DUE, DUE + minutes, 15) == 0
    assert days_late(DUE, DUE + minutes + timedelta(seconds=1), 15) == 1
    assert days_late(DUE, DUE + DAY + minutes, 15) == 1


def test_zones_are_no_matter() -> None:
    there = timezone(timedelta(hours=-8))
    assert days_late(DUE.astimezone(there), (DUE + DAY).astimezone(UTC), 0) == 1


def test_the_cap_and_the_end() -> None:
    rules = LateRules(per_day=10, cap=25, closed_after_days=4)
    costs = [only(days * DAY, rules).penalty(50, 40) for days in range(6)]
    assert costs == [0, 5, 10, 12.5, 12.5, 40]
    assert only(5 * DAY, rules).closed


def test_nobody_loses_more_than_there_is() -> None:
    assert only(3 * DAY, LateRules(per_day=50)).penalty(10, 4) == 4


def test_a_penalty_is_rounded_as_points_are_and_takes_no_more_than_there_is() -> None:
    late = only(1 * DAY, LateRules(per_day=10))
    assert [late.penalty(9, 9, step) for step in (None, 0.5, 0.25)] == [0.9, 1.0, 1.0]
    assert late.penalty(9, 0.75, 0.5) == 0.75
    closed = only(1 * DAY, LateRules(closed_after_days=0))
    assert closed.penalty(9, 4.75, 0.5) == 4.75  # all of it, though a person's is on no grid


def test_free_days_go_to_what_is_due_first() -> None:
    rows = [handed("a", 2 * DAY), handed("b", 3 * DAY), handed("c", DAY)]
    found = lateness_of_all(rows, 4)
    assert [(one.free, one.percent) for one in found.values()] == [(2, 0), (2, 10), (0, 10)]


def test_free_days_can_be_forbidden_and_are_not_wasted() -> None:
    none = LateRules(per_day=10, budget_days_each=0)
    closed = LateRules(per_day=10, closed_after_days=1)
    rows = [handed("a", DAY, none), handed("b", 2 * DAY, closed), handed("c", 2 * DAY)]
    found = lateness_of_all(rows, 2)
    assert [one.free for one in found.values()] == [0, 0, 2]
    assert str(found["b"]) == "2 days late, after it was closed"
    assert str(found["c"]) == "2 days late, 2 of them free"


def test_rules_of_an_assignment_win_over_the_course() -> None:
    course = CourseLateRules(per_day=10, grace_minutes=5, budget_days=3)
    assert course.with_those_of(LateRules(per_day=0)) == LateRules(per_day=0, grace_minutes=5)
    assert course.with_those_of(LateRules()) == LateRules(per_day=10, grace_minutes=5)


seconds = st.integers(0, 20 * 86400)


@given(seconds, seconds, st.integers(0, 600), st.integers(0, 8))
def test_later_is_never_cheaper(first: int, second: int, grace: int, budget: int) -> None:
    rules = LateRules(per_day=7.5, cap=60, grace_minutes=grace, closed_after_days=9)
    early, late = sorted((timedelta(seconds=first), timedelta(seconds=second)))
    costs = [only(at, rules, budget).penalty(20, 20) for at in (early, late)]
    assert 0 <= costs[0] <= costs[1] <= 20


@given(st.lists(seconds, max_size=6), st.integers(0, 10))
def test_no_more_days_are_free_than_the_budget_has(late: list[int], budget: int) -> None:
    rows = [handed(str(n), timedelta(seconds=at)) for n, at in enumerate(late)]
    found = lateness_of_all(rows, budget)
    days = sum(one.days for one in found.values())
    assert sum(one.free for one in found.values()) == min(budget, days)
    # What is handed in later in the course changes nothing before it.
    assert all(lateness_of_all(rows[:1], budget)[name] == found[name] for name in list(found)[:1])


@given(seconds)
def test_seconds_and_days_agree(late: int) -> None:
    at = DUE + timedelta(seconds=late)
    assert seconds_late(DUE, at) == late
    assert (days_late(DUE, at, 0) - 1) * 86400 < late <= days_late(DUE, at, 0) * 86400 or not late


@pytest.mark.parametrize(
    ("zone", "due", "last_second_of_day_one"),
    [
        ("America/New_York", "2026-10-31T20:00:00-04:00", "2026-11-02T01:00:00+00:00"),  # 25 h
        ("Europe/Prague", "2026-10-24T23:59:00+02:00", "2026-10-25T22:59:00+00:00"),  # 25 h
        ("America/New_York", "2027-03-13T20:00:00-05:00", "2027-03-15T00:00:00+00:00"),  # 23 h
        ("Australia/Lord_Howe", "2027-04-03T20:00:00+11:00", "2027-04-04T09:30:00+00:00"),  # 24.5 h
        ("America/Sao_Paulo", "2026-10-31T20:00:00-03:00", "2026-11-01T23:00:00+00:00"),  # 24 h
        # The clock of the day after never shows 02:30: the day ends an hour later.
        ("America/New_York", "2027-03-13T02:30:00-05:00", "2027-03-14T07:30:00+00:00"),
    ],
)
def test_a_day_is_one_of_the_calendar(zone: str, due: str, last_second_of_day_one: str) -> None:
    there = datetime.fromisoformat(due).astimezone(zone_named(zone))
    last = datetime.fromisoformat(last_second_of_day_one)
    second = timedelta(seconds=1)
    assert days_late(there, last, 0) == 1 and days_late(there, last + second, 0) == 2
    assert days_late(there, last + timedelta(minutes=15), 15) == 1
    assert days_late(there, there, 0) == 0 and days_late(there, there + second, 0) == 1


def test_without_a_zone_days_have_24_hours() -> None:
    due = datetime.fromisoformat("2026-10-31T20:00:00-04:00")
    assert days_late(due, datetime.fromisoformat("2026-11-02T00:59:00+00:00"), 0) == 2


def test_a_time_at_the_end_of_all_times_breaks_nothing() -> None:
    due = datetime(2027, 3, 1, 12, tzinfo=zone_named("Europe/Prague"))
    for time in (datetime.max, datetime.min):
        days_late(due, time.replace(tzinfo=UTC), 15)
    assert days_late(due, datetime.min.replace(tzinfo=UTC), 15) == 0


def test_an_extension_by_days_is_one_of_the_calendar() -> None:
    due = datetime(2026, 10, 31, 20, tzinfo=zone_named("America/New_York"))
    assert extended(due, timedelta(days=1)).isoformat() == "2026-11-01T20:00:00-05:00"
    assert extended(due, timedelta(hours=23)).isoformat() == "2026-11-01T18:00:00-05:00"
    assert extended(DUE, timedelta(days=1, hours=2)) == DUE + timedelta(hours=26)
