"""When a submission of nbgrader's exchange has arrived: what its name says, and what is known.

The name of its folder, with the time in it, is written by the student. What the file system says,
and when a watch first saw it, is not. Where they contradict each other a person is asked: nobody's
points change by it.
"""

import json
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.times.dates import said_date

SLACK = timedelta(minutes=10)  # of clocks that differ, and of a slow upload
# No time is counted that is so much earlier than the due date, or later than it and than now.
LONGEST_TERM = timedelta(days=400)
FAR = timedelta(days=60)
QUESTION = "arrival.json"  # beside a collected notebook; no student's file of this name stays
_LONGEST = 1 << 12
_MOST_ENTRIES = 1_000
_FORM = "%H:%M:%S %Z"


@dataclass(frozen=True)
class Moments:
    """What is known of an arrival, all aware.

    `stamp` is what its name says; `written` when its files were last written or changed, by the
    file system's clock, and `not_before` a moment at which a watch did not see it yet; both None
    where that is not known. `doubt` says why its name's own time cannot be right, '' if it can.
    """

    stamp: datetime
    written: datetime | None = None
    not_before: datetime | None = None
    doubt: str = ""

    def earliest(self, now: datetime) -> datetime:
        """Return the earliest moment at which it can have arrived, by all that is known."""
        known = [self.stamp, *filter(None, (self.not_before, self._written(now)))]
        latest = max(known)
        return self.stamp if latest - self.stamp <= SLACK else latest

    def question(self, now: datetime) -> str:
        """Return the question for a person, '' where the times agree."""
        if self.doubt:
            return self.doubt
        if self.stamp - now > SLACK:
            return (
                f"Its name says that it was handed in at {said_date(self.stamp, _FORM)}, which "
                f"is yet to come. {_REMEDY}"
            )
        earliest = self.earliest(now)
        if earliest == self.stamp:
            return ""
        if earliest == self.not_before:
            how = f"at {said_date(earliest, _FORM)} it was not there yet"
        else:
            how = f"its files were written or changed at {said_date(earliest, _FORM)}"
        said = said_date(self.stamp, _FORM)
        return f"Its name says that it was handed in at {said}, but {how}. {_REMEDY}"

    def _written(self, now: datetime) -> datetime | None:
        """Return when it was written, None where the file system's clock is not ours."""
        return self.written if self.written and self.written - now <= SLACK else None


_NOT_COUNTED = (
    "A clock was wrong, perhaps: this time is not counted, and no late penalty is taken. Ask the "
    "student, write the right time into timestamp.txt beside the notebook in submitted/, with its "
    "zone, such as 2026-12-13 23:30 +01:00, and grade again."
)
_REMEDY = (
    "Ask the student; if another time counts, write it into timestamp.txt beside the notebook in "
    "submitted/ and grade again."
)


@dataclass(frozen=True)
class Term:
    """When an assignment can have been handed in, all aware; `released` None if nobody says so."""

    due: datetime
    released: datetime | None
    now: datetime

    def doubt(self, when: datetime) -> str:
        """Say why something cannot have been handed in at a time, '' if it can."""
        said = said_date(when, _FORM)
        if when - self.now > SLACK and when - self.due > FAR and when - self.now > FAR:
            why = "is far in the future"
        elif self.released and self.released - when > SLACK:
            why = f"is before the assignment was released, {said_date(self.released)}"
        elif self.due - when > LONGEST_TERM:
            why = "is more than a year before it was due"
        else:
            return ""
        return f"It was handed in at {said}, it is said, which {why}. {_NOT_COUNTED}"

    def question(self, when: datetime) -> str:
        """Return the question for a person on a time, also on one that is counted."""
        if when - self.now <= SLACK:
            return self.doubt(when)
        said = said_date(when, _FORM)
        yet = f"It was handed in at {said}, it is said, which is yet to come. {_REMEDY}"
        return self.doubt(when) or yet


def written(folder: Path) -> datetime | None:
    """Return when the files that make a submission were last changed: what no student can set back.

    None when it holds none. Files beside its notebooks, stamp and secret are not looked at.
    """
    latest: float | None = None
    with suppress(OSError), os.scandir(folder) as entries:
        for entry, _ in zip(entries, range(_MOST_ENTRIES), strict=False):
            if not entry.name.endswith((".ipynb", "timestamp.txt", "submission_secret.txt")):
                continue
            with suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(found.st_mode):
                    latest = max(latest or 0.0, found.st_ctime)
    return None if latest is None else datetime.fromtimestamp(latest, UTC)


def keep_question(folder: Path, question: str, source: str = "") -> None:
    """Keep a question beside a collected notebook, in place of whatever a student put there.

    `source` is the name of the folder that it came from.
    """
    place = folder / QUESTION
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    if question:
        place.write_text(json.dumps({"question": question, "source": source}))


def question_on(notebook: Path | None) -> str:
    """Return the question that was kept beside a collected notebook, '' for none."""
    return "" if notebook is None else _kept(notebook.parent, "question")


def asked_about(folder: Path) -> str:
    """Return the folder from which something with a question was collected, '' for none."""
    return _kept(folder, "source")


def _kept(folder: Path, key: str) -> str:
    try:
        with (folder / QUESTION).open("rb") as file:
            found = json.loads(file.read(_LONGEST))
    except (OSError, ValueError, RecursionError):
        return ""
    return str(found.get(key, "")) if isinstance(found, dict) else ""
