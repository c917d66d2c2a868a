"""Verdicts on disk, one file each, addressed by what they were graded from."""

import fcntl
import json
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import StoreError
from autograder.modes import file_mode, make_private
from autograder.verdict import SCHEMA, Graded, Verdict

log = logging.getLogger("autograder")

Kept = TypeVar("Kept", Verdict, Graded)


# A draft of a file that is older than this was left by a process that was killed.
LEFTOVER_SECONDS = 3600


def write_atomically(path: Path, content: bytes, *, public: bool = False) -> None:
    """Write a file so that a reader, or a crash at any moment, meets the old one or the new.

    It is for who grades alone (modes.py); a `public` one is as the umask says.
    """
    if public:
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        make_private(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    mode = 0o666 if public else file_mode(path.parent)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Bring a rename to the disk; without it a power cut may undo what was reported as done."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until no other process is in here for this folder, and keep others out meanwhile."""
    make_private(path.parent)
    with (path.parent / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # ends with the process that holds it
        yield


@contextmanager
def keeping(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file into a StoreError with a remedy."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise StoreError(
            f"{path} cannot be read or written: {said}. Free space on its disk, or allow writing "
            f"there. What was graded before is kept; the same command goes on from there."
        ) from error


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
        return _found(self.path(student, submission, course, device), Verdict.from_json)

    def put(self, verdict: Verdict) -> Path:
        """Keep a verdict; raises StoreError when the folder cannot be written."""
        path = self.path(
            verdict.student, verdict.submission_sha256, verdict.course_sha256, verdict.device
        )
        _put(path, verdict.to_json())
        return path

    def find_exercise(self, address: str) -> Graded | None:
        """Give what one exercise came to, if it was graded from the very same before."""
        return _found(self.exercise_path(address), Graded.from_json)

    def put_exercise(self, address: str, graded: Graded) -> None:
        """Keep what one exercise came to; raises StoreError when the folder cannot be written."""
        _put(self.exercise_path(address), graded.to_json())

    def exercise_path(self, address: str) -> Path:
        """Give the place of what one exercise came to."""
        digest = sha256(f"{SCHEMA}\0{address}".encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / "exercises" / f"{digest}.json"

    def require_writable(self) -> None:
        """Raise StoreError now, before anything is graded, when nothing could be kept.

        Takes away the drafts that killed processes have left.
        """
        with keeping(self.folder):
            write_atomically(self.folder / ".writable", b"")
            (self.folder / ".writable").unlink(missing_ok=True)
            for draft in (*self.folder.glob(".*.*"), *self.folder.glob("exercises/.*.*")):
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
        log.warning("%s is damaged (%s): its submission is graded anew", path, error)
        return None


def _put(path: Path, data: dict[str, Any]) -> None:
    with keeping(path):
        write_atomically(path, json.dumps(data).encode())
