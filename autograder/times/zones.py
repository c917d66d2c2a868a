"""Time zones: what their names and abbreviations mean, and what the clock of a place says."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from autograder.text.nearest import meant

DAY = timedelta(days=1)

_UTC = frozenset({"utc", "gmt", "ut", "z"})


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def zone_named(name: str) -> ZoneInfo:
    """Return a zone by its IANA name; raises ValueError with a sentence that names a near one."""
    if name not in _names():
        cities = {known.rpartition("/")[2]: known for known in sorted(_names())}
        near = cities.get(meant(name.rpartition("/")[2].replace(" ", "_"), cities), "")
        did = f" Did you mean {near}?" if near else ""
        raise ValueError(f"the IANA database has no such time zone.{did}")
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Say whether this is a zone's own name, such as America/New_York."""
    return name in _names()


def moment(clock: datetime, zone: tzinfo) -> datetime:
    """Return what a naive date is in a zone; raises ValueError if its clock shows it never or
    twice.

    It does so when clocks are changed, and only a person knows what was meant.
    """
    first, second = (clock.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != clock:
        later = first.astimezone(UTC).astimezone(zone)
        raise ValueError(
            f"does not exist in {zone}, where clocks are put forward over it. Write "
            f"{later.replace(tzinfo=None).isoformat()}, say"
        )
    raise ValueError(
        f"comes twice in {zone}, where clocks are put back over it. Write which one is meant: "
        f"{first.isoformat()} or {second.isoformat()}"
    )


def latest(clock: datetime) -> datetime:
    """Return the moment, in UTC, at which the clock of a date's zone shows it, at the latest.

    Where clocks are put forward over it, that is as much later.
    """
    return max(clock.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def end_of_days(due: datetime, days: int) -> datetime:
    """Return in UTC when so many days after the due date have ended."""
    try:
        return latest(due + days * DAY) if days else due.astimezone(UTC)
    except OverflowError:  # after the year 9999
        return datetime.max.replace(tzinfo=UTC)


def offsets_of(
    abbreviation: str, clock: datetime, homes: Sequence[tzinfo] = ()
) -> tuple[timedelta, ...]:
    """Return what an abbreviation such as CST may mean at a naive time, as offsets from UTC.

    The first of `homes` that uses it has the word; else it is what all zones of the world say
    that use it at that time, or else in that year.
    """
    name = abbreviation.casefold()
    if name in _UTC:
        return (timedelta(),)
    moments = list(_moments(clock))
    for home in homes:
        found = _meanings(name, moments, [home])
        if found:
            return found[:1]
    now, year = moments[:2], moments[2:]
    return _meanings(name, now, _all_zones()) or _meanings(name, year, _all_zones())


def _moments(clock: datetime) -> Iterator[datetime]:
    """Return a time, also as it comes a second time, and days of that year's winter and summer."""
    yield clock.replace(fold=0)
    yield clock.replace(fold=1)
    yield clock.replace(month=1, day=1)
    yield clock.replace(month=7, day=1)


def _meanings(
    name: str, moments: Sequence[datetime], zones: Iterable[tzinfo]
) -> tuple[timedelta, ...]:
    found: dict[timedelta, None] = {}
    for zone in zones:
        for clock in moments:
            there = clock.replace(tzinfo=zone)
            offset = there.utcoffset()
            if offset is not None and (there.tzname() or "").casefold() == name:
                found[offset] = None
    return tuple(found)


@cache
def _all_zones() -> tuple[ZoneInfo, ...]:
    return tuple(ZoneInfo(name) for name in sorted(_names()))


def spelled(offset: timedelta) -> str:
    """Return an offset as people write it: +05:30."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
