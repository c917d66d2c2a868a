"""Canvas: one folder of files, `<name>[_LATE]_<user>_<attachment>_<file>[-<version>]`.

As Canvas' own ContentZipper writes them (instructure/canvas-lms, app/models/content_zipper.rb),
and as its users' guide tells ("How do I download all student submissions for an assignment?").
The name is the sortable one in small letters without signs. When Canvas has graded anonymously it
is `anon_<five signs>`. A text that was typed in has no attachment: `<name>_<user>_text.html`.
There is no time; `LATE` says that it came after the due date that Canvas has.
"""

import re

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting, named
from autograder.students.folders import Person
from autograder.students.people import Identity

_FILE = re.compile(
    r"(?P<name>(?:anon|anonymous)_(?P<code>[A-Za-z0-9]{5})|[^_]*)(?P<late>_LATE)?"
    r"(?(code)|_(?P<user>\d+))_(?P<age>\d+)_(?P<file>.+)"
)
_TEXT = re.compile(
    r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<user>\d+)_(?:\d+_)?(?P<file>(?:text|link|url|media)\.html)"
)


def _claim(name: str, is_folder: bool) -> Claim | None:
    found = _FILE.fullmatch(name) or _TEXT.fullmatch(name)
    if not found:
        return None
    told = found.groupdict()
    user = told.get("user") or ""
    return Claim(
        Person(told["name"] or user, user, lasting=bool(user)),
        Identity(number=user),
        name="" if is_folder else told["file"],
        age=int(told.get("age") or 0),
        late=bool(told["late"]),
    )


def _reads(level: Level, setting: Setting) -> Claims:
    return named(level, _claim)


CANVAS = Layout("Canvas", _reads, guests=True)
