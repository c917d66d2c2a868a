"""Verdicts on disk, one file each, addressed by what they were graded from."""

import json
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import StoreError
from autograder.records.verdict import SCHEMA, Graded, Verdict
from autograder.storage.atomic import keeping, write_atomically
from autograder.storage.turns import Turns

log = logging.getLogger("autograder")

Kept = TypeVar("Kept", Verdict, Graded)


# A draft of a file that is older than this was left by a process that was killed.
LEFTOVER_SECONDS = 3600


class Verdicts:
    """The folder `verdicts/` of a course."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turns = Turns(folder / ".turns")

    def path(self, student: str, submission: str, course: str, device: str) -> Path:
        """Return the place of the verdict for this student's submission under this course."""
        address = "\0".join((str(SCHEMA), student, submission, course, device))
        # A folder's name need not be text.
        digest = sha256(address.encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / f"{digest}.json"

    def find(self, student: str, submission: str, course: str, device: str) -> Verdict | None:
        """Return the verdict if there is one; a damaged file counts as none, and is graded
        again.
        """
        return _found(self.path(student, submission, course, device), Verdict.from_json)

    def put(self, verdict: Verdict) -> Path:
        """Keep a verdict; raises StoreError when the folder cannot be written."""
        path = self.path(
            verdict.student, verdict.submission_sha256, verdict.course_sha256, verdict.device
        )
        _put(path, verdict.to_json())
        return path

    def find_exercise(self, address: str) -> Graded | None:
        """Return what one exercise came to, if it was graded from the very same before."""
        return _found(self.exercise_path(address), Graded.from_json)

    def put_exercise(self, address: str, graded: Graded) -> None:
        """Keep what one exercise came to; raises StoreError when the folder cannot be written."""
        _put(self.exercise_path(address), graded.to_json())

    def turn(self, address: str, patience: float) -> AbstractContextManager[bool]:
        """Be the only one who grades an exercise, after waiting `patience` seconds at most."""
        return self._turns.turn(address, patience)

    def exercise_path(self, address: str) -> Path:
        """Return the place of what one exercise came to."""
        digest = sha256(f"{SCHEMA}\0{address}".encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / "exercises" / f"{digest}.json"

    def require_writable(self) -> None:
        """Raise StoreError now, before anything is graded, when nothing could be kept.

        Takes away the drafts that killed processes have left.
        """
        with keeping(self.folder):
            write_atomically(self.folder / ".writable", b"")
            (self.folder / ".writable").unlink(missing_ok=True)
            drafts = (".*.*", "exercises/.*.*", "known/.*.*")
            for draft in (path for glob in drafts for path in self.folder.glob(glob)):
                with suppress(FileNotFoundError):  # it was not left behind, but in use
                    if time.time() - draft.stat().st_mtime > LEFTOVER_SECONDS:
                        draft.unlink()


def _found(path: Path, read: Callable[[Any], Kept]) -> Kept | None:
    try:
        with keeping(path):
            return read(json.loads(path.read_bytes()))
    except StoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s is damaged (%s): its submission is graded again", path, error)
        return None


def _put(path: Path, data: dict[str, Any]) -> None:
    with keeping(path):
        write_atomically(path, json.dumps(data).encode())
