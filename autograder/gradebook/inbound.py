"""What the name of a folder of inbound/ says: whose it is, and when it was handed in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from autograder.gradebook.timestamp import Clocks, for_nbgrader
from autograder.times.arrival import written
from autograder.times.parse import NoTime, UnsureZone, read_stamp

UNREADABLE = (
    "its name holds no time that can be read, such as 2026-12-13 23:30:00 UTC, or no name of a "
    "student. Ask its student, and put the notebook into submitted/ by hand."
)
_WHICH_ZONE = (
    "Say which one the course means by [course] timezone in course.toml, or write the time with "
    "its offset into timestamp.txt beside the notebook in submitted/, and grade again."
)
# A zone that is a number, behind a time: what follows any other + is nbgrader's random text.
_ZONE_AT_END = re.compile(r"[\s\d][+-]\d\d(:?\d\d)?$")


@dataclass(frozen=True)
class Name:
    """What a name says; `time` is naive UTC, `stamp` the text of it.

    `doubt` is a question for a person, on a zone that may be several; '' for none.
    """

    student: str
    stamp: str
    time: datetime
    doubt: str = ""


@dataclass(frozen=True)
class Found:
    """The same, with an aware time that can be: where the name's cannot, that of the files.

    `stamp` is what timestamp.txt is to say, in a form that nbgrader reads right.
    """

    student: str
    stamp: str
    time: datetime
    doubt: str = ""


def student_in(folder: str, assignment: str) -> str | None:
    """Return whose a folder says it is, None for one of another assignment."""
    parts = _parts(folder, assignment)
    return parts[1] if parts else None


def name_of(folder: str, assignment: str, homes: Sequence[tzinfo] = ()) -> Name | None:
    """Read the name of a folder; returns None for one that is no submission's."""
    parts = _parts(folder, assignment)
    if parts is None or parts[1].startswith("."):
        return None
    for stamp in _stamps(parts[2]):
        try:
            time = read_stamp(stamp, homes)
        except UnsureZone as unsure:  # as nbgrader reads it
            doubt = f"Its name says {stamp}. {unsure.sentence} {_WHICH_ZONE}"
            return Name(parts[1], stamp, unsure.naive, doubt)
        except NoTime:
            continue
        return Name(parts[1], stamp, time.replace(tzinfo=None))
    return None


def _parts(folder: str, assignment: str) -> re.Match[str] | None:
    return re.fullmatch(rf"(.+)\+{re.escape(assignment)}\+(.+)", folder, re.DOTALL)


def _stamps(text: str) -> Iterator[str]:
    """Return what may be the time in it: a zone may begin with +, and so may a random text."""
    stamp, plus, _ = text.rpartition("+")
    if not plus or (_ZONE_AT_END.search(text) and not _ZONE_AT_END.search(stamp)):
        yield text
    if plus:
        yield stamp


def found_in(folder: Path, assignment: str, clocks: Clocks) -> Found | None:
    """Read the name of a folder by the clocks of a course; returns None as `name_of` does."""
    name = name_of(folder.name, assignment, clocks.homes)
    if name is None:
        return None
    time = name.time.replace(tzinfo=UTC)
    if name.doubt:
        return Found(name.student, name.stamp, time, name.doubt)
    doubt = clocks.term(assignment, name.student).doubt(time)
    if doubt:
        return Found(name.student, name.stamp, written(folder) or time, doubt)
    return Found(name.student, for_nbgrader(name.stamp, time), time)
