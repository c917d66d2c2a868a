"""A wall for a container that refuses namespaces and is for one submission alone: roots to chroot
into, each with a copy of the tree that bubblewrap would show.

Only what makes such a container opens it (autograder/gradescope); `open_sandbox` knows no such
name, so that no class is ever graded behind it by chance.
"""

import json
import os
import shutil
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from autograder.errors import SandboxError
from autograder.sandbox.bubblewrap import (
    STOP_SECONDS,
    TAIL_BYTES,
    worker_command,
    worker_environment,
)
from autograder.sandbox.filesystem import Tree

# A check asks two processes of one submission at most; one more may still be cleared away.
COUNT = 3
# For compilers and editors: nothing that runs reads them, and they are two files in five.
UNREAD = frozenset({".h", ".hpp", ".cuh", ".pyi", ".a", ".cmake", ".pl", ".pm", ".ph"})
START = "start.json"
# Where the warm process, which is outside of all roots, finds what it has loaded at the same place.
OUTSIDE = Path("/opt")
DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9)}


def lay_out(tree: Tree, folder: Path, own: Path) -> None:
    """Make the roots of a tree in a folder that has none yet.

    Args: `own`, the folder whose files were made for this alone, and are not copied but linked.
    Raises SandboxError when they cannot be made.
    """
    try:
        roots = folder / "roots"
        roots.mkdir(parents=True)
        _fill(tree, roots / "0", own)
        for number in range(1, COUNT):
            subprocess.run(["cp", "-al", roots / "0", roots / str(number)], check=True)
        for top in sorted({place.parts[2] for place in _places(tree) if OUTSIDE in place.parents}):
            (OUTSIDE / top).symlink_to(roots / "0" / OUTSIDE.relative_to("/") / top)
        start = {"command": worker_command(tree, 0)[:-1], "environment": worker_environment(tree)}
        folder.joinpath(START).write_text(json.dumps(start), encoding="utf-8")
    except (OSError, subprocess.CalledProcessError) as error:
        raise SandboxError(f"The roots for students' code cannot be made: {error}.") from error


def _places(tree: Tree) -> Iterator[Path]:
    yield from tree.seen
    yield from tree.links


def _fill(tree: Tree, root: Path, own: Path) -> None:
    """Copy all that a tree shows into a root, but for what it covers."""
    for place, source in sorted(tree.seen.items()):
        for inside, outside in _files(place, source, set(tree.covered)):
            target = root / inside.relative_to("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(outside, target, link=own in outside.parents)
    for place, to in tree.links.items():
        target = root / place.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(to)
    root.joinpath("dev").mkdir()
    root.chmod(0o755)


def _files(place: Path, source: Path, covered: set[Path]) -> Iterator[tuple[Path, Path]]:
    """Return each file and link of a tree's entry: its place inside, and where it is now."""
    if place in covered:
        return
    if source.is_symlink() or not source.is_dir():
        if source.suffix not in UNREAD:
            yield place, source
        return
    for entry in sorted(source.iterdir()):
        yield from _files(place / entry.name, entry, covered)


def _copy(source: Path, target: Path, *, link: bool) -> None:
    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif not stat.S_ISREG(source.stat().st_mode):
        return
    elif link:
        os.link(source, target)
        target.chmod(target.stat().st_mode | 0o444)
    else:
        shutil.copyfile(source, target)
        target.chmod(0o555 if source.stat().st_mode & 0o100 else 0o444)


class Roots:
    """Runs the worker as root of the container, outside of all roots; it holds no secret.

    It supervises, and forks students' processes, each of which shuts itself into a root and
    becomes a user without rights before any code of a student's runs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._said = ""

    @property
    def roots(self) -> Path:
        """Return the folder of the roots, for `Terms`."""
        return self.folder / "roots"

    def start(self) -> socket.socket:
        """Start the warm process; returns our end of its control socket. Raises SandboxError."""
        if os.geteuid() != 0:
            raise SandboxError(
                "Only root can begin processes in roots of their own. Run it as root."
            )
        try:
            start = json.loads(self.folder.joinpath(START).read_text(encoding="utf-8"))
            for root in self.roots.iterdir():
                _make_devices(root / "dev")
        except (OSError, ValueError) as error:
            raise SandboxError(f"{self.folder} is not as it was made: {error}.") from error
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
            self._process = subprocess.Popen(
                [*start["command"], str(theirs.fileno()), "shared"],
                env=start["environment"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=[theirs.fileno()],
                cwd="/",
            )
        return ours

    def stop(self) -> None:
        """End the warm process and all that it has begun."""
        if self._process is None:
            return
        try:
            self._process.wait(STOP_SECONDS)  # it ends by itself when the control socket closes
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        assert self._errors is not None, "it began with the process"
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - TAIL_BYTES))
        with self._errors:
            self._said = self._errors.read().decode("utf-8", "replace").strip()

    def explain(self, fault: str) -> str:
        """Say, as a sentence with a remedy, why the warm process did not get ready."""
        said = self._said or fault or "it said nothing"
        return f"The worker did not start: {said}. Look whether memory is free, and build it again."


def _make_devices(folder: Path) -> None:
    """Make the devices that a student's process may have, if an image has lost them."""
    for name, (major, minor) in DEVICES.items():
        place, number = folder / name, os.makedev(major, minor)
        if not (place.exists() and stat.S_ISCHR(place.stat().st_mode)):
            place.unlink(missing_ok=True)
            os.mknod(place, stat.S_IFCHR | 0o666, number)
        place.chmod(0o666)
