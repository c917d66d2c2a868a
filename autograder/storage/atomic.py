"""Files written so that a reader, or a crash at any moment, finds the old one or the new."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import StoreError
from autograder.storage.file_lock import file_lock
from autograder.storage.permissions import file_mode, make_private


def write_atomically(path: Path, content: bytes, *, public: bool = False) -> None:
    """Write a file so that a reader, or a crash at any moment, meets the old one or the new.

    It is for who grades alone (permissions.py); a `public` one is as the umask says.
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
    with file_lock(path.parent / ".lock", file_mode(path.parent)):
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
