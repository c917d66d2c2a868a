"""Which process a container or folder belongs to, so that what a dead grader left is cleared."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = "autograder-"


def this_grader() -> str:
    """Name this process as no other is ever named: machine start, pid namespace, pid, its start."""
    pid = os.getpid()
    return "-".join([_boot(), _pid_namespace(), str(pid), _started(pid)])


def is_dead(grader: str) -> bool:
    """Say whether the grader of this name has ended for certain."""
    try:
        boot, namespace, pid, started = grader.rsplit("-", 3)
    except ValueError:
        return False  # not named by us
    if boot != _boot():
        return True
    # In another pid namespace our /proc says nothing of it.
    return namespace == _pid_namespace() and _started(int(pid)) != started


def make_folder() -> Path:
    """Return a folder that only this user, and who is shown what is within, can enter."""
    return Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{this_grader()}-"))


@contextmanager
def own_folder() -> Iterator[Path]:
    """Return a folder that is gone afterwards; if this grader is killed, the next one clears it."""
    clear_folders()
    folder = make_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_folders() -> None:
    """Remove the folders that killed graders of this user left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        grader = folder.name.removeprefix(_FOLDER).rpartition("-")[0]
        if folder.is_dir() and is_dead(grader) and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip().replace("-", "")


def _pid_namespace() -> str:
    return str(Path("/proc/self/ns/pid").stat().st_ino)


def _started(pid: int) -> str:
    """Return the clock tick in which a process started, "" when there is no such process.

    psutil has but the time of day of it, which another time on the machine's clock would change:
    a grader that lives would be taken for dead.
    """
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except OSError:
        return ""
