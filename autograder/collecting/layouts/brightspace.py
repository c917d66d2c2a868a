"""Brightspace (D2L): folders `<user>-<folder> - <Name> - <date>`, and an index.html.

As its "Download" of submission folders makes them; tools that read them agree, such as
`27236-46025 - 23304308 Angood - 05 March 2026 612 PM`. The clock has no colon, and a name may
begin with the number that the university gives. The time is that of whoever downloads, without a
zone. Downloaded one by one, files have the same in front of their names.
"""

import re

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting, named
from autograder.collecting.times import time_in
from autograder.students.folders import Person
from autograder.students.people import Identity

_NAME = re.compile(r"(?P<user>\d+)-(?P<folder>\d+) ?- ?(?P<rest>.+)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBERED = re.compile(r"(?P<login>\S*\d\S*) (?P<name>.+)")


def _reads(level: Level, setting: Setting) -> Claims:
    def claim(name: str, is_folder: bool) -> Claim | None:
        found = _NAME.fullmatch(name)
        if not found:
            return None
        parts = [part.strip() for part in found["rest"].split(" - ")]
        dated = [number for number, part in enumerate(parts) if number and _YEAR.search(part)]
        if not dated and len(parts) < 2:
            return None
        when = dated[0] if dated else len(parts) - 1 if is_folder else 1
        date, whole = parts[when], " - ".join(parts[:when])
        numbered = _NUMBERED.fullmatch(whole)
        login, whole = (numbered["login"], numbered["name"]) if numbered else ("", whole)
        at = time_in(date, setting.zone)
        return Claim(
            Person(whole, found["user"], lasting=True),
            Identity.called(whole, login=login, number=found["user"]),
            name="" if is_folder else " - ".join(parts[when + 1 :]),
            attempt=at.timestamp() if at else 0,
            at=at,
        )

    return named(level, claim)


BRIGHTSPACE = Layout("Brightspace", _reads)
