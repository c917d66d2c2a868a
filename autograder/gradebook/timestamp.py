"""timestamp.txt with any zone, such that nbgrader reads it right.

nbgrader takes "+0100" for a hundred seconds, and for UTC a name that it does not know, such as PST.
"""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.errors import SubmissionError
from autograder.tables import LateRules

_OFFSET = re.compile(r"(?P<time>.+?) (?P<hours>[+-]\d\d):?(?P<minutes>\d\d)")
_NAMED = re.compile(r"\S+ \S+ (?P<zone>[A-Za-z]\S*)")


def readable(stamp: bytes, rules: LateRules) -> bytes:
    """Give the same time in a form that nbgrader reads right; one without a zone is in UTC.

    Raises SubmissionError for a zone that is not known, where points may depend on it.
    """
    text = stamp.decode(errors="replace").strip()
    if offset := _OFFSET.fullmatch(text):
        return f"{offset['time']}{offset['hours']}:{offset['minutes']}".encode()
    named = _NAMED.fullmatch(text)
    if named and rules.count and not _is_known(named["zone"]):
        raise SubmissionError(
            f"Not recorded: timestamp.txt has the time zone {named['zone']!r}, which is no name "
            f"that computers agree on, and late points depend on it. Write it as +01:00, or in UTC."
        )
    return stamp


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
