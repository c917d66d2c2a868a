"""Turns at pieces of work, which processes of one machine or of several take by locks on a file.

All stand in one file, each at a byte of its own: a thousand pieces of work leave nothing behind.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from autograder.storage.permissions import file_mode, make_private

POLL_SECONDS = 0.02


class Turns:
    """Turns that are taken by name, one at a time by each process.

    A turn ends with its process, however that ends. Where the file cannot be written, or its file
    system knows no locks, everybody has every turn at once: work is done twice, and nothing waits.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None  # closing any descriptor of the file would end all turns

    @contextmanager
    def turn(self, name: str, patience: float) -> Iterator[bool]:
        """Have the turn of this name in the body, waiting for it for up to `patience` seconds.

        Gives whether it was had; the body runs either way.
        """
        place = int.from_bytes(sha256(name.encode("utf-8", "surrogateescape")).digest()[:7], "big")
        had = self._taken(place, time.monotonic() + patience)
        try:
            yield had
        finally:
            if had and self._file is not None:
                with suppress(OSError):
                    fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)

    def _taken(self, place: int, until: float) -> bool:
        while True:
            try:
                fcntl.lockf(self._opened(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
            except (BlockingIOError, PermissionError):  # POSIX lets a system say either
                if time.monotonic() >= until:
                    return False
                time.sleep(POLL_SECONDS)
            except OSError:
                return True
            else:
                return True

    def _opened(self) -> int:
        if self._file is None:
            make_private(self._path.parent)
            mode = file_mode(self._path.parent)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
        return self._file
