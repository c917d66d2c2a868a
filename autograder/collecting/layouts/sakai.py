"""Sakai: `<Assignment>/<Surname>, <First>(<id>)/Submission attachment(s)/<file>`, with a time.

As `zipSubmissions` of Sakai's own AssignmentServiceImpl.java writes them: timestamp.txt, beside
the attachments, is the server's, in UTC; who has handed in together stands in one name, with
semicolons; without folders, `<who>_Submission attachment(s)_<file>`. The teacher's feedback lies
beside the attachments and is no submission.
"""

import re
from dataclasses import replace

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting
from autograder.collecting.times import time_in
from autograder.students.folders import Person
from autograder.students.people import Identity

_ATTACHED = "Submission attachment(s)"
_ONE = re.compile(r"(?P<last>[^,;]*), ?(?P<first>[^,;]*?) ?\((?P<id>[^()]+)\)")
_FLAT = re.compile(rf"(?P<who>.+?\))_{re.escape(_ATTACHED)}_(?P<file>.+)")
_MOST = 1 << 10  # bytes of a timestamp.txt


def _reads(level: Level, setting: Setting) -> Claims:
    claims: dict[str, tuple[Claim, ...]] = {}
    for name, folder in level.folders.items():
        if people := _people(name):
            claims[name] = tuple(_of_folder(one, folder, setting) for one in people)
    for name in level.files:
        flat = _FLAT.fullmatch(name)
        if flat and (people := _people(flat["who"])):
            claims[name] = tuple(_claim(one, name=flat["file"]) for one in people)
    return claims


def _people(name: str) -> list[re.Match[str]]:
    """Return all who stand in a name, none where it has another form."""
    found = [_ONE.fullmatch(part.strip()) for part in name.split(";")]
    return [one for one in found if one is not None] if all(found) else []


def _of_folder(one: re.Match[str], folder: Level, setting: Setting) -> Claim:
    stamp = folder.files.get("timestamp.txt")
    text = (stamp.read(_MOST) or b"").decode(errors="replace").strip() if stamp else ""
    digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{3}", text)  # of old ones
    at = time_in("{}-{}-{}T{}:{}:{}Z".format(*digits.groups()) if digits else text, setting.zone)
    others = [name for name in folder.folders if not name.startswith("Feedback ")]
    inside = _ATTACHED if len(others) != 1 else others[0]  # it may be in the site's language
    # Whoever unpacked it may have put the attachments into the student's folder itself.
    return replace(_claim(one, inside="" if folder.work else inside), at=at)


def _claim(one: re.Match[str], inside: str = "", name: str = "") -> Claim:
    identity = Identity.called(f"{one['last']}, {one['first']}", login=one["id"])
    return Claim(Person(one["id"]), identity, inside=inside, name=name)


SAKAI = Layout("Sakai", _reads)
