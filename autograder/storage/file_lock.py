"""Locks on files: each ends with the process that holds it, and what lies there blocks nobody."""

import getpass
import os
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from autograder.text.sanitize import plain

LONGEST_NAME = 200  # characters of a holder's name that are shown


def file_lock(path: Path, mode: int, *, poll_seconds: float = 0.05) -> FileLock:
    """Return a lock on a file, in which its holder stands by name; the folder is there.

    It is made with this `mode`, whatever the umask. Taking it raises filelock.Timeout where another
    process has it for too long, and OSError where the file cannot be written, or where its file
    system knows no locks.
    """

    def sign(descriptor: int) -> None:
        name = own_name().encode()
        with suppress(OSError):  # the disk is full: the lock holds without a name
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, name, 0)

    # No soft lock instead: it would outlast a process that is killed, and block all others.
    return FileLock(
        path,
        mode=mode,
        thread_local=False,
        poll_interval=poll_seconds,
        fallback_to_soft=False,
        on_acquired=sign,
    )


def holder_of(path: Path) -> str:
    """Return who stands in a lock file, '' when that cannot be told."""
    try:
        with path.open("rb") as file:
            return plain(file.read(1000).decode("utf-8", "replace"), LONGEST_NAME)
    except OSError:
        return ""


def own_name() -> str:
    """Name who runs this process, and where."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        user = str(os.getuid())
    return f"{user} on {socket.gethostname()}, process {os.getpid()}"
