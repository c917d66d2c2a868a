"""Which submission a watch takes now, and which one waits until when."""

from datetime import UTC, datetime, timedelta

from autograder.gradebook.exchange import Arrival
from autograder.watch.limits import DAY, Take, Wait, decide

NOON = datetime(2027, 2, 1, 12, tzinfo=UTC)
DUE = datetime(2027, 3, 1, 12, tzinfo=UTC)


def at(minutes: float, folder: str = "") -> Arrival:
    stamp = NOON + timedelta(minutes=minutes)
    return Arrival("ada", folder or f"at {minutes:g}", stamp, "ada")


def test_a_new_submission_is_taken_and_one_that_was_taken_is_not() -> None:
    assert decide([at(0)], {}, NOON, DUE, 0) == Take(at(0))
    assert decide([at(0)], {"at 0": NOON}, NOON, DUE, 0) is None
    assert decide([at(0), at(1)], {"at 0": NOON}, NOON, DUE, 0) == Take(at(1))
    assert decide([], {}, NOON, DUE, 1) is None


def test_beyond_the_limit_the_latest_waits_until_the_oldest_is_a_day_old() -> None:
    taken = {"at 0": NOON, "at 60": NOON + timedelta(hours=1)}
    arrivals = [at(0), at(60), at(70), at(80)]
    soon = NOON + timedelta(minutes=90)
    assert decide(arrivals, taken, soon, DUE, 2) == Wait(at(80), NOON + DAY)
    assert decide(arrivals, taken, NOON + DAY, DUE, 2) == Take(at(80))
    assert decide(arrivals, taken, soon, DUE, 3) == Take(at(80))


def test_the_last_one_before_the_due_date_is_graded_after_it_whatever_the_limit() -> None:
    due = NOON + timedelta(hours=1)
    taken = {"at 0": NOON}
    before, after = at(59), at(61)
    assert decide([at(0), before], taken, due - timedelta(seconds=1), due, 1) == Wait(before, due)
    assert decide([at(0), before], taken, due, due, 1) == Take(before)
    later = due + timedelta(minutes=5)
    assert decide([at(0), before, after], taken, later, due, 1) == Take(before)
    taken = {**taken, before.folder: later}
    assert decide([at(0), before, after], taken, later, due, 1) == Wait(after, later + DAY)
    # Also when the watch looks again only after a late one has come, without any limit.
    assert decide([before, after], {}, later, due, 0) == Take(before)
