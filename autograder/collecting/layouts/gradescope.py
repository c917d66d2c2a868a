"""Gradescope: `submission_<number>/` for each, and one submission_metadata.yml for all.

As Gradescope's "Export Submissions" makes them: the metadata has for each folder `:submitters:`,
each with `:name:`, `:email:` and `:sid:`, and `:created_at:`, with a zone. Those are Ruby's
symbols; here they are plain text, as all of it: no type of YAML's is believed, so that
`:sid: 0123` stays whole.
"""

import re
from typing import Any

import yaml

from autograder.collecting.files import File, Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting
from autograder.collecting.times import time_in
from autograder.errors import SubmissionError
from autograder.students.folders import Person
from autograder.students.people import Identity
from autograder.text.spelling import one_spelling

_METADATA = "submission_metadata.yml"
_FOLDER = re.compile(r"submission_\d+")
_MOST = 64_000_000  # bytes: it holds what Gradescope's own grader has printed, too
# Both know text, lists and mappings only; the first is the same, written in C.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _reads(level: Level, setting: Setting) -> Claims:
    metadata = level.files.get(_METADATA)
    if metadata is None:
        names = [name for name, folder in level.folders.items() if folder.has_work]
        if names and all(map(_FOLDER.fullmatch, names)):
            raise SubmissionError(
                f"{'/'.join((*level.place, names[0]))} is how Gradescope numbers submissions, but "
                f"{_METADATA}, which says whose they are, is not beside it. Export them again."
            )
        return {}
    told = _told(metadata)
    here = [name for name in told if name in level.folders or name in level.files]
    claims = {name: tuple(_claims(name, told[name], setting)) for name in here}
    return {name: people for name, people in claims.items() if people}


def _told(metadata: File) -> dict[str, Any]:
    content = metadata.read(_MOST)
    try:
        if content is None:
            raise ValueError("it is too large, or damaged")
        told = yaml.load(content, Loader=_Loader)  # knows no types
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SubmissionError(
            f"{metadata.shown} cannot be read: {error}. It says whose the submissions are. Export "
            f"them again."
        ) from error
    if not isinstance(told, dict):
        return {}
    return {one_spelling(str(name)): one for name, one in told.items()}


def _claims(name: str, told: Any, setting: Setting) -> list[Claim]:
    if not isinstance(told, dict):
        return []
    people = _value(told, "submitters")
    at = time_in(str(_value(told, "created_at")), setting.zone)
    found = []
    for one in people if isinstance(people, list) else []:
        if isinstance(one, dict):
            sid, email = _text(one, "sid"), _text(one, "email")
            whole = _text(one, "name")
            number = "" if sid or email else name
            found.append(
                Claim(
                    Person(sid or email or whole, number),
                    Identity.called(whole, email=email, number=sid),
                    attempt=at.timestamp() if at else 0,
                    at=at,
                )
            )
    return found


def _text(told: dict[Any, Any], key: str) -> str:
    value = _value(told, key)
    return one_spelling(value).strip() if isinstance(value, str) and value != "null" else ""


def _value(told: dict[Any, Any], key: str) -> Any:
    """Return what stands at a key, which is a symbol of Ruby's or plain."""
    return told.get(f":{key}", told.get(key, ""))


GRADESCOPE = Layout("Gradescope", _reads)
