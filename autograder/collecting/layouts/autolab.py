"""Autolab: one folder of files, `<email>_<version>_<handin>`.

As `download_filename` of Autolab's own submissions_controller.rb writes them; what is annotated
begins with `annotated_` and is not the student's. There is no time.
"""

import re

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting, named
from autograder.students.folders import Person
from autograder.students.people import Identity

_FILE = re.compile(r"(?P<email>[^@/]+@[^@_/]+)(?:_[A-Za-z][^_]*)??_(?P<version>\d+)_(?P<file>.+)")


def _claim(name: str, is_folder: bool) -> Claim | None:
    found = _FILE.fullmatch(name)
    if not found:
        return None
    return Claim(
        Person(found["email"]),
        Identity(email=found["email"]),
        name="" if is_folder else found["file"],
        attempt=int(found["version"]),
    )


def _reads(level: Level, setting: Setting) -> Claims:
    annotated: Claims = {name: () for name in level.files if name.startswith("annotated_")}
    claims = named(level, _claim)
    return {**claims, **annotated} if claims else {}


AUTOLAB = Layout("Autolab", _reads)
