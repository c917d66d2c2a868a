"""Verdicts on disk, one file each, addressed by what they were graded from."""

import json
import logging
import os
import tempfile
from hashlib import sha256
from pathlib import Path

from autograder.verdict import SCHEMA, Verdict

log = logging.getLogger("autograder")


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a crash at any moment, meets the old one or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


class Verdicts:
    """The folder `verdicts/` of a course."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, student: str, submission: str, course: str, device: str) -> Path:
        """Give the place of the verdict for this student's submission under this course."""
        address = "\0".join((str(SCHEMA), student, submission, course, device))
        # A folder's name need not be text.
        digest = sha256(address.encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / f"{digest}.json"

    def find(self, student: str, submission: str, course: str, device: str) -> Verdict | None:
        """Give the verdict if there is one; a damaged file counts as none, and is graded anew."""
        path = self.path(student, submission, course, device)
        try:
            verdict = Verdict.from_json(json.loads(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("%s is damaged (%s): its submission is graded anew", path, error)
            return None
        return verdict

    def put(self, verdict: Verdict) -> Path:
        """Keep a verdict; raises OSError when the folder cannot be written."""
        path = self.path(
            verdict.student, verdict.submission_sha256, verdict.course_sha256, verdict.device
        )
        write_atomically(path, json.dumps(verdict.to_json()).encode())
        return path
