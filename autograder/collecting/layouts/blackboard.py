"""Blackboard: `<Assignment>_<user>_attempt_<date>_<file>`, and a receipt for each attempt.

As its Grade Center's "Assignment File Download" writes them; nbgrader's documentation of
`nbgrader zip_collect` has the same form. The receipt, `<Assignment>_<user>_attempt_<date>.txt`,
begins with `Name: Ada Lovelace (al123)`. Date and time are the server's, without a zone.
"""

import re
from collections.abc import Collection

from autograder.collecting.files import File, Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting
from autograder.collecting.times import time_in
from autograder.students.folders import Person
from autograder.students.people import Identity
from autograder.text.spelling import one_spelling

_NAME = re.compile(
    r"(?P<head>.+?)_attempt_(?P<date>\d{4}(?:-\d\d){5})(?P<rest>_(?P<file>.+)|\.txt)?"
)
_RECEIPT = re.compile(r"^\s*Name:\s*(?P<name>.*?)\s*\((?P<user>[^()]+)\)\s*$", re.MULTILINE)
_MOST = 1 << 16  # bytes of a receipt


def _reads(level: Level, setting: Setting) -> Claims:
    found = {
        name: match
        for name in (*level.files, *level.folders)
        if (match := _NAME.fullmatch(name)) and "_" in match["head"]
    }
    heads = {match["head"] for match in found.values()}
    receipts = {
        match["head"]: _receipt(level.files[name])
        for name, match in found.items()
        if match["rest"] == ".txt" and name in level.files
    }
    claims: dict[str, tuple[Claim, ...]] = {}
    for name, match in found.items():
        whole, user = receipts.get(match["head"], ("", ""))
        if not user or not match["head"].endswith(f"_{user}"):
            whole, user = "", _user(match["head"], heads)
        at = time_in(match["date"], setting.zone)
        claims[name] = (
            Claim(
                Person(user),
                Identity.called(whole, login=user),
                name=match["file"] or "",
                attempt=int(match["date"].replace("-", "")),
                at=at,
            ),
        )
    return claims


def _user(head: str, heads: Collection[str]) -> str:
    """Return a user, who may have an underscore: what follows the assignment, which all share."""
    if len(heads) == 1:
        return head.rpartition("_")[2]
    low, high = min(heads), max(heads)
    same = next((i for i, c in enumerate(low) if high[i : i + 1] != c), len(low))
    return head[low.rfind("_", 0, same) + 1 :]


def _receipt(file: File) -> tuple[str, str]:
    """Return the name and the user that a receipt tells, "" for neither."""
    content = (file.read(_MOST) or b"").decode(errors="replace")
    found = _RECEIPT.search(one_spelling(content))
    return (found["name"], found["user"]) if found else ("", "")


BLACKBOARD = Layout("Blackboard", _reads)
