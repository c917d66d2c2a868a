"""Which of a student's submissions is graded now, and which has to wait, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from autograder.gradebook.exchange import Arrival

DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Take:
    """This submission is graded now."""

    arrival: Arrival


@dataclass(frozen=True)
class Wait:
    """This submission is graded then, unless a newer one has arrived."""

    arrival: Arrival
    until: datetime


def decide(
    arrivals: Sequence[Arrival],
    taken: Mapping[str, datetime],
    now: datetime,
    due: datetime,
    per_day: int,
    earliest: Mapping[str, datetime] | None = None,
) -> Take | Wait | None:
    """Say what happens to one student's submissions; None when there is nothing new.

    Args: `arrivals` of this student, in the order of their times; `taken`, the folders that were
    graded and when; `per_day` in any 24 hours, 0 for any number; `earliest`, when a folder can have
    arrived at the earliest, where that is later than its name says. The newest counts. The last one
    before the due date is graded after it whatever the limit, so that no limit costs points; what
    has arrived after it is not before it, whatever its name says.
    """
    if not arrivals or arrivals[-1].folder in taken:
        return None
    newest = arrivals[-1]
    known = earliest or {}
    on_time = [a for a in arrivals if max(a.stamp, known.get(a.folder, a.stamp)) <= due]
    if now >= due and on_time and on_time[-1].folder not in taken:
        return Take(on_time[-1])
    recent = sorted(when for when in taken.values() if now - when < DAY)
    if per_day == 0 or len(recent) < per_day:
        return Take(newest)
    until = recent[-per_day] + DAY
    return Wait(newest, min(until, due) if newest in on_time else until)
