"""Moodle: `<Full Name>_<participant>_assignsubmission_file_/<file>`, or without the folder.

As `download_submissions` of Moodle's own mod/assign/locallib.php writes them: whether there are
folders is the teacher's choice ("Download submissions in folders"), underscores of a name are
spaces, and where students hand in as groups each name has its group before it: `<Group>-<Full
Name>`. The participant's number is another one in each assignment. There is no time.
"""

import re
from collections import Counter
from dataclasses import replace

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting, named
from autograder.students.folders import Person
from autograder.students.people import Identity

_NAME = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?")


def _claim(name: str, is_folder: bool) -> Claim | None:
    found = _NAME.fullmatch(name)
    if not found or (not is_folder and not found["file"]):
        return None
    whole = " ".join(found["name"].split())
    return Claim(
        Person(whole, found["number"]),
        Identity.called(whole),
        name="" if is_folder else found["file"],
    )


def _reads(level: Level, setting: Setting) -> Claims:
    claims = named(level, _claim)
    names = {one.person for (one,) in claims.values()}
    if len(names) > 1 and len(_groups([one.name for one in names])) > 0:
        return {child: (_without_group(one),) for child, (one,) in claims.items()}
    return claims


def _groups(names: list[str]) -> list[str]:
    """Return the groups of students, none unless every name has one and some share theirs."""
    groups = [_group(name) for name in names]
    return groups if all(groups) and max(Counter(groups).values()) > 1 else []


def _group(name: str) -> str:
    """Return what stands before the student's name: `Group 1` of `Group 1-Ada Lovelace`."""
    group, mark, rest = name.partition("-")
    while mark and not any(c.isalpha() for c in rest.partition("-")[0]):  # Lab-1-Ada Lovelace
        more, mark, rest = rest.partition("-")
        group = f"{group}-{more}"
    return group if mark else ""


def _without_group(claim: Claim) -> Claim:
    name = claim.person.name.removeprefix(f"{_group(claim.person.name)}-")
    return replace(claim, person=Person(name, claim.person.number), identity=Identity.called(name))


MOODLE = Layout("Moodle", _reads)
