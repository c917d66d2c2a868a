"""Times as nbgrader, learning platforms and people write them → moments in UTC.

nbgrader itself takes a zone that is a number, which it writes for most of the world, for seconds
(+08), and one that its machine does not know, such as EDT, for UTC.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil.parser import parse

from autograder.times.zones import is_zone, offsets_of, spelled, zone_named

LONGEST = 100  # characters of a time
FORM = "%Y-%m-%d %H:%M:%S.%f UTC"  # what nbgrader and we read alike
# What dateutil raises of a text that a student could have written.
_NOT_READ = (ValueError, OverflowError, TypeError, AttributeError, IndexError, ArithmeticError)
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # for what a text leaves out
_EAST = re.compile(r"\b(?:UTC|GMT)\s*([+-]\d)", re.IGNORECASE)  # for dateutil, that is west
_WORD = re.compile(r"(?<=[\s\d])[A-Za-z]{1,5}$")


class NoTime(Exception):
    """A text that is no time, or none with a date."""


class UnsureZone(NoTime):
    """A time whose zone is not known, or may be several; `naive` is it without one."""

    def __init__(self, naive: datetime, zone: str, meanings: Sequence[timedelta]) -> None:
        super().__init__(zone)
        self.naive, self.zone, self.meanings = naive, zone, tuple(meanings)

    @property
    def sentence(self) -> str:
        """Say what is not known of it."""
        if not self.meanings:
            return f"{self.zone!r} is no time zone that computers agree on."
        offsets = " and ".join(map(spelled, self.meanings))
        return f"The time zone {self.zone!r} is used for {offsets}."


@dataclass
class _Zones:
    """What dateutil has seen of a zone while it read a text."""

    names: list[str] = field(default_factory=list)

    def __call__(self, name: str | None, offset: int | None) -> tzinfo | None:
        """Return a zone of so many seconds, none for a mere name."""
        if offset is not None:
            return timezone(timedelta(seconds=offset))
        if name:
            self.names.append(name)
        return None


def read_stamp(text: str, homes: Sequence[tzinfo] = ()) -> datetime:
    """Read a time; one without a zone is in UTC, as it is for nbgrader.

    An abbreviation means what `homes` mean by it, else what the whole world does. Raises NoTime,
    and its UnsureZone for a zone that may be several.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise NoTime(text[:LONGEST])
    zones = _Zones()
    try:
        clock, _, name = text.rpartition(" ")
        if is_zone(name) and not (name.isalpha() and name.isupper()):
            return _in_utc(_parsed(clock, zones).replace(tzinfo=zone_named(name)))
        found = _parsed(_WORD.sub(lambda word: word[0].upper(), _EAST.sub(r" \1", text)), zones)
        if found.tzinfo is None and zones.names:
            return _by_name(found, zones.names[0], homes)
        return _in_utc(found)
    except _NOT_READ as error:
        raise NoTime(text) from error


def _parsed(text: str, zones: _Zones) -> datetime:
    """Read a time, with a date: dateutil would take today's for one that is not there."""
    found: datetime
    found, again = (parse(text, default=default, tzinfos=zones) for default in _DEFAULTS)
    if found.date() != again.date():
        raise ValueError("no date")
    return found


def _by_name(clock: datetime, name: str, homes: Sequence[tzinfo]) -> datetime:
    offsets = offsets_of(name, clock, homes)
    if len(offsets) == 1:
        return _in_utc(clock.replace(tzinfo=timezone(offsets[0])))
    if not offsets and is_zone(name):
        return _in_utc(clock.replace(tzinfo=zone_named(name)))
    raise UnsureZone(clock, name, offsets)


def _in_utc(found: datetime) -> datetime:
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
