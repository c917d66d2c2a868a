"""Times as platforms write them into names of files and folders."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_CLOCK = r"(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = [
    re.compile(rf"{_NAME} (?P<day>\d{{1,2}}),? {_YEAR},?(?: at)? {_CLOCK}"),
    re.compile(rf"(?P<day>\d{{1,2}})\.? {_NAME},? {_YEAR},?(?: at)? {_CLOCK}"),
    re.compile(rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d) {_CLOCK}"),
]
_DASHES = re.compile(
    rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<hour>\d\d)-(?P<minute>\d\d)-(?P<second>\d\d)"
)
_ISO = re.compile(
    rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)[T ](?P<hour>\d\d)[:_-](?P<minute>\d\d)"
    r"(?:[:_-](?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<zone>Z|UTC|[+-]\d\d(?::?\d\d)?)?"
)


def time_in(text: str, zone: tzinfo) -> datetime | None:
    """Read a time as platforms write it; one that names no zone is in `zone`.

    Gives None for what is no time, and for a day or an hour that there is not.
    """
    text = " ".join(text.split())
    for form in (_ISO, _DASHES, *_FORMS):
        if found := form.fullmatch(text):
            return _time(found.groupdict(), zone)
    return None


def _time(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    def number(part: str) -> int:
        return int(parts.get(part) or 0)

    month = number("month")
    if name := parts.get("name"):
        month = _MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in _MONTHS else 0
    hour, half = number("hour"), (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    micro = int((parts.get("fraction") or "").ljust(6, "0")[:6])
    day = (number("year"), month, number("day"))
    try:
        return datetime(
            *day, hour, number("minute"), number("second"), micro, _zone(parts.get("zone"), zone)
        )
    except ValueError:
        return None


def _zone(named: str | None, otherwise: tzinfo) -> tzinfo:
    if not named:
        return otherwise
    if named in ("Z", "UTC"):
        return UTC
    sign = -1 if named[0] == "-" else 1
    minutes = int(named[3:].strip(":") or 0)
    return timezone(sign * timedelta(hours=int(named[1:3]), minutes=minutes))


def stamp_of(at: datetime) -> bytes:
    """Return a time as nbgrader writes it into timestamp.txt."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC".encode()
