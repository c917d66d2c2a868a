"""timestamp.txt, such that nbgrader reads it right, and what is to be asked about it."""

import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from nbgrader.utils import parse_utc
from traitlets.config import Config

from autograder.course.config import Course
from autograder.course.tables import LateRules
from autograder.errors import SubmissionError
from autograder.gradebook import redact
from autograder.runs.run import Run
from autograder.submission.read import Entry
from autograder.text.decoding import decoded
from autograder.times.arrival import Term
from autograder.times.parse import FORM, NoTime, UnsureZone, read_stamp
from autograder.times.zones import is_zone, zone_named

STAMP = "timestamp.txt"
LONGEST_BESIDE = 1 << 12  # bytes of what nbgrader's exchange puts beside a notebook

# What dateutil raises of a text that a student could have written.
_OFFSET = re.compile(r" ([+-]\d\d):?(\d\d)?$")
_NOT_READ = (ValueError, OverflowError, TypeError, AttributeError, IndexError, ArithmeticError)


@dataclass(frozen=True)
class Clocks:
    """How a course reads times: by its own zone, and by that of nbgrader's exchange."""

    course: Course
    homes: tuple[tzinfo, ...]

    def term(self, assignment: str, student: str) -> Term:
        """Return when a student can have handed in an assignment, as far as it is known now."""
        due = redact.due_of(self.course, assignment, student)
        return Term(due, self.course.assignment(assignment).released, redact.now())


@dataclass(frozen=True)
class HandedIn:
    """When something was handed in, None if that is not known or not counted, and what to ask."""

    time: datetime | None = None
    question: str = ""


def clocks_of(course: Course, exchange_zone: str) -> Clocks:
    """Return how a course reads times; `exchange_zone` is nbgrader's Exchange.timezone."""
    names = dict.fromkeys((course.course.timezone, exchange_zone))
    return Clocks(course, tuple(zone_named(name) for name in names if is_zone(name)))


def clocks_in(course: Course, settings: Config) -> Clocks:
    """Return the same by nbgrader's settings for the course."""
    return clocks_of(course, str(settings.Exchange.get("timezone", "")))


def readable(stamp: bytes, rules: LateRules, homes: Sequence[tzinfo] = ()) -> bytes:
    """Return the same time in a form that nbgrader reads right; one without a zone is in UTC.

    Raises SubmissionError for what is no time, and for a zone that is not known or may be several,
    where points may depend on it.
    """
    try:
        text = decoded(stamp).strip()
        return for_nbgrader(text, read_stamp(text, homes)).encode() if text else b""
    except UnsureZone as unsure:
        if rules.count:
            raise SubmissionError(
                f"Not recorded: {unsure.sentence} It stands in {STAMP}, and late points depend on "
                f"it. Write it as +01:00, say, or the time in UTC; or set [course] timezone in "
                f"course.toml to a zone that uses it."
            ) from unsure
        return stamp
    except (NoTime, UnicodeDecodeError) as error:
        raise SubmissionError(
            f"Not recorded: {STAMP} holds no date and time that can be read. Write it such as "
            f"2026-12-13 23:30 +01:00, or remove the file."
        ) from error


def for_nbgrader(text: str, time: datetime) -> str:
    """Return a time as it was written, as far as nbgrader reads that right, and else in UTC."""
    spelled = _OFFSET.sub(lambda found: f"{found[1]}:{found[2] or '00'}", text)
    return next((one for one in (text, spelled) if _by_nbgrader(one) == time), time.strftime(FORM))


def _by_nbgrader(text: str) -> datetime | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of zones that it does not know
            found: datetime = parse_utc(text)
    except _NOT_READ:
        return None
    return found.replace(tzinfo=UTC)


def counted(stamp: bytes, clocks: Clocks, assignment: str, student: str) -> bytes:
    """Return the same as nbgrader may have it: nothing, where the time cannot be right.

    nbgrader takes an empty timestamp.txt for no time, and needs the file to release feedback.
    """
    told = readable(stamp, clocks.course.late_rules(assignment), clocks.homes)
    return told if handed_in(stamp, clocks, assignment, student).time else b""


def handed_in(stamp: bytes, clocks: Clocks, assignment: str, student: str) -> HandedIn:
    """Say when a student handed in, by the bytes of timestamp.txt; raises as `readable` does."""
    told = readable(stamp, clocks.course.late_rules(assignment), clocks.homes)
    if not told:
        return HandedIn()
    try:
        time = read_stamp(decoded(told))
    except UnsureZone as unsure:  # nothing depends on it
        time = unsure.naive.replace(tzinfo=UTC)
    term = clocks.term(assignment, student)
    return HandedIn(None if term.doubt(time) else time, term.question(time))


def time_beside(folder: Path, clocks: Clocks, assignment: str, student: str) -> datetime | None:
    """Return when what lies in a folder was handed in, None where that is not known or counted."""
    try:
        with (folder / STAMP).open("rb") as file:  # a student may have written it
            return handed_in(file.read(LONGEST_BESIDE), clocks, assignment, student).time
    except (OSError, SubmissionError):
        return None


def questions_on(entries: Iterable[Entry], run: Run, assignment: str) -> dict[str, str]:
    """Return by student what a person should ask about when something was handed in."""
    clocks = clocks_in(run.course, run.settings)
    asked = {entry.student: _question_on(entry, clocks, assignment) for entry in entries}
    return {student: question for student, question in asked.items() if question}


def _question_on(entry: Entry, clocks: Clocks, assignment: str) -> str:
    if entry.question or entry.path is None:
        return entry.question
    try:
        with entry.path.with_name(STAMP).open("rb") as file:  # a student may have written it
            stamp = file.read(LONGEST_BESIDE)
        return handed_in(stamp, clocks, assignment, entry.student).question
    except (OSError, SubmissionError):  # nbgrader records nothing then, and that is told
        return ""
