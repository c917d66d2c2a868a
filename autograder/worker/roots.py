"""A file tree and a user of its own for a student's process, where no namespaces are to be had.

Where root may chroot but nobody may unshare, as in a plain container, one of a few prepared trees
is taken for each process, and a user whom nobody else is. What that user may write is gone
afterwards, and what it runs is ended. Every function raises OSError, saying which step failed.
"""

import fcntl
import os
import signal
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.worker import jail

# systemd keeps them for users that exist only while a service runs; no container has others of it.
# The first of them, one of which bubblewrap takes (sandbox/bubblewrap.py), are left out.
USERS = range(62_000, 65_520)
# What ends a process by default, but not the first one of a namespace, as behind other walls.
ENDING = (
    *(signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGTERM),
    *(signal.SIGVTALRM, signal.SIGPROF, signal.SIGIO, signal.SIGPWR, signal.SIGSTKFLT),
)
_LOOK = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC  # opens nothing: a pipe's reader would wait
# All that a student's process may write: the one is its working place, the other shared memory.
WRITABLE = ("tmp", "dev/shm")
KILL_ROUNDS = 100
MOST_FILES = 4096  # as many as a /tmp in memory has, behind other walls


@dataclass(frozen=True)
class Root:
    """One tree that is taken: its folder, for which user, and the lock that says so."""

    path: Path
    user: int
    lock: int

    def holds_more_than(self, most_bytes: int) -> bool:
        """Say whether what the user has written takes more bytes, or is more than MOST_FILES.

        Nothing in a container does so by itself. Files that are open but have no name are not seen.
        """
        left = most_bytes, MOST_FILES
        try:
            for place in WRITABLE:
                left = _less_what_is_in(self.path / place, *left)
        except (OSError, RecursionError):  # deeper than can be followed
            return True
        return min(left) < 0

    def leave(self) -> None:
        """End all that the user runs, remove what it wrote, and let others take the tree."""
        end_all_of(self.user)
        _remove_written(self.path)
        os.close(self.lock)


def take(folder: Path) -> Root:
    """Take a tree that nobody has, for a new user, with nothing in what that one may write.

    The lock goes with the process that took it, whatever becomes of that.
    """
    trees = sorted(folder.iterdir())
    for number, path in enumerate(trees):
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        # By chance, since other containers of a machine count processes by the same numbers; of the
        # tree's own share, so that no two trees have one user.
        own = USERS[number :: len(trees)]
        user = own[int.from_bytes(os.urandom(8), "big") % len(own)]
        end_all_of(user)
        _remove_written(path)
        for place in WRITABLE:
            path.joinpath(place).mkdir(mode=0o700)
            os.chown(path / place, user, user)
        _forget_times(path)
        return Root(path, user, lock)
    raise OSError(f"every root in {folder} is taken by a process that still runs")


def enter(root: Root) -> None:
    """Shut this process into a root for good, and be its user: root's rights are gone."""
    os.chroot(root.path)
    os.chdir("/")
    os.umask(0o022)
    jail.drop_bounding_set()  # while that is allowed
    os.setgroups([])
    os.setresgid(root.user, root.user, root.user)
    os.setresuid(root.user, root.user, root.user)
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    # The kernel forgets both with a change of user.
    jail.die_with_parent()
    jail.be_undumpable()


def end_all_of(user: int) -> None:
    """Kill every process of a user until there is none; raises OSError when one does not end."""
    for _ in range(KILL_ROUNDS):
        found = [pid for pid in processes() if user in users_of(pid)]
        if not found:
            return
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    raise OSError(f"a process of user {user} does not end")


def processes() -> list[int]:
    """Return the numbers of all processes in sight."""
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]  # noqa: PTH208


def users_of(pid: int) -> set[int]:
    """Return real, effective, saved and file system user of a process that runs, none of others."""
    with suppress(OSError):  # it has just ended
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
        fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if fields["State"].split()[0] not in "ZX":
            return {int(one) for one in fields["Uid"].split()}
    return set()


def _less_what_is_in(folder: Path, size: int, files: int) -> tuple[int, int]:
    """Return what is left of a number of bytes and of files; below 0 it looks no further.

    Its owner changes it meanwhile: what is opened is what was looked at, and nothing that waits.
    """
    handle = os.open(folder, _LOOK)
    try:
        return _less_what_is_below(handle, size, files)
    finally:
        os.close(handle)


def _less_what_is_below(folder: int, size: int, files: int) -> tuple[int, int]:
    inside = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
    try:
        for name in os.listdir(inside):  # noqa: PTH208 - of a folder that has no path
            with suppress(FileNotFoundError):  # it has just been removed
                handle = os.open(name, _LOOK, dir_fd=inside)
                try:
                    info = os.fstat(handle)
                    size, files = size - info.st_blocks * 512, files - 1
                    if stat.S_ISDIR(info.st_mode) and min(size, files) >= 0:
                        size, files = _less_what_is_below(handle, size, files)
                finally:
                    os.close(handle)
            if size < 0 or files < 0:
                break
    finally:
        os.close(inside)
    return size, files


def _forget_times(path: Path) -> None:
    """Have what all processes in a tree may look at tell nothing of when others did."""
    for place in (*path.joinpath("dev").iterdir(), path / "dev", path):
        if place.name != "shm":
            os.utime(place, ns=(0, 0), follow_symlinks=False)


def _remove_written(path: Path) -> None:
    # By rm: folders within folders may be deeper than Python's own way of it can follow.
    places = [str(path / place) for place in WRITABLE]
    done = subprocess.run(
        ["rm", "-rf", "--", *places], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[-300:]
        raise OSError(f"what a student's process has written cannot be removed: {said}")
