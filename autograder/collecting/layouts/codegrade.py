"""CodeGrade: folders `<Name> - <date>`, or just the student's name.

As its file system (CodeGrade's codegrade-fs) names submissions: the date is ISO 8601, in UTC, and
there is one folder for each of a student's submissions. A bare name is a folder by student.
"""

import re
from datetime import UTC

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting, named
from autograder.collecting.times import time_in
from autograder.students.folders import Person
from autograder.students.people import Identity

_NAME = re.compile(r"(?P<name>.+?)(?: \((?P<login>[^()]+)\))? - (?P<date>\d{4}-\d\d-\d\d[T ].+)")
_LATE = re.compile(r"\s*\(late\)$", re.IGNORECASE)


def _claim(name: str, is_folder: bool) -> Claim | None:
    found = _NAME.fullmatch(name) if is_folder else None
    if not found:
        return None
    at = time_in(_LATE.sub("", found["date"]), UTC)
    if at is None:
        return None
    return Claim(
        Person(found["name"], found["login"] or ""),
        Identity.called(found["name"], login=found["login"] or ""),
        attempt=at.timestamp(),
        at=at,
        late=bool(_LATE.search(found["date"])),
    )


def _reads(level: Level, setting: Setting) -> Claims:
    return named(level, _claim)


CODEGRADE = Layout("CodeGrade", _reads)
