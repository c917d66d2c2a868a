"""The outer wall by bubblewrap: a file tree with Python and the worker in it, and nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import autograder
from autograder.errors import SandboxError
from autograder.sandbox.filesystem import Tree, python_tree

# An ordinary user for the worker when the grader is root, whom resource limits do not bind: from
# the range that systemd keeps for users that exist only while a service runs.
ORDINARY_ID = 61999
PROGRAMS = {"bwrap": "bubblewrap", "setpriv": "util-linux", "sh": "dash"}
STOP_SECONDS = 5
TAIL_BYTES = 2_000

_REFUSED = (
    "No permissions to create",
    "uid map",
    "Operation not permitted",
    "Creating new namespace",
)


@dataclass(frozen=True)
class WarmWorker:
    """Which worker may be shared: behind what wall, by the files that are seen there."""

    data: Path
    hidden: tuple[Path, ...] = ()

    def server(self) -> "Bubblewrap":
        """Return its wall, which is not started yet; raises SandboxError."""
        return Bubblewrap(self.data, self.hidden, apart=True)


class Bubblewrap:
    """Runs the worker behind bwrap, as an ordinary user whoever starts it.

    `apart`, out of reach of the terminal's Ctrl-C, and of who ends the session of its starter.
    """

    def __init__(self, data: Path, hidden: Sequence[Path] = (), *, apart: bool = False) -> None:
        if not data.is_dir():
            raise SandboxError(f"{data}: the assignment's folder is missing. Restore it.")
        self._data = data.resolve()
        self._hidden = hidden
        self._apart = apart
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._said = ""

    def start(self) -> socket.socket:
        """Start the warm process; returns our end of its control socket. Raises SandboxError."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                self._start(theirs)
        except BaseException:  # no wall, so nobody will ever use our end
            ours.close()
            raise
        return ours

    def _start(self, control: socket.socket) -> None:
        # As root they are started within the tree once more: see _root_walls.
        inside = ["bwrap", "setpriv"] if os.geteuid() == 0 else []
        needed = {name: _found(name) for name in ("sh", "bwrap", *inside)}
        package = Path(autograder.__file__).parent.resolve()
        tree = python_tree(package, self._data, self._hidden, [needed[name] for name in inside])
        command = ["bwrap", *_walls(tree), *_worker(tree, control.fileno())]
        if os.geteuid() == 0:
            command = [*_root_walls(tree), *command]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            # A shell that lives as long as the wall is its parent: bwrap dies with the thread
            # that started it, and ours may end before the sandbox does.
            ["sh", "-c", '"$@"; exit $?', "sh", *command],
            env={"PATH": os.environ.get("PATH", os.defpath) + ":/usr/bin:/bin:/usr/sbin"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=[control.fileno()],
            cwd="/",
            start_new_session=self._apart,
        )

    def stop(self) -> None:
        """End the warm process and all that runs behind the wall."""
        if self._process is None:
            return
        try:
            self._process.wait(STOP_SECONDS)  # it ends by itself when the control socket closes
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        self._said = self._tail()

    def kill(self) -> None:
        """End the warm process and all that runs behind the wall, whatever they are about."""
        if self._process is not None:
            self._process.kill()  # bwrap dies with this shell, and all behind it with bwrap
            self.stop()

    def explain(self, fault: str) -> str:
        """Say, as a sentence with a remedy, why the warm process did not get ready."""
        tail = self._said or fault
        if "libseccomp" in tail:
            return "The sandbox needs libseccomp. Install it: apt-get install libseccomp2"
        if "bwrap:" in tail and any(sign in tail for sign in _REFUSED):
            return (
                f"This machine refuses user namespaces, which the sandbox needs ({tail}). Allow "
                f"them: sysctl -w kernel.unprivileged_userns_clone=1 on Debian, "
                f"kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu, or run the container "
                f"with a profile that permits them."
            )
        said = tail or "it said nothing"
        return (
            f"The sandbox's worker did not start: {said}. Check that {sys.executable} can import "
            f"torch, msgpack, matplotlib, IPython and pyseccomp, and that all may read its files."
        )

    def _tail(self) -> str:
        if self._errors is None:
            return ""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - TAIL_BYTES))
        with self._errors:
            return self._errors.read().decode("utf-8", "replace").strip()


def _found(program: str) -> Path:
    path = shutil.which(program)
    if path is None:
        package = PROGRAMS[program]
        raise SandboxError(
            f"Grading needs {program}, which is not installed: student code is never run without "
            f"a sandbox. Install it: apt-get install {package}"
        )
    return Path(path)


def _walls(tree: Tree) -> Sequence[str]:
    """Return bwrap's arguments for an ordinary user: everything unshared, only `tree` to be
    seen.
    """
    inside = tree.tops() if os.geteuid() == 0 else tree.arguments()
    lock = ["--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    lock += ["--hostname", "sandbox"]
    system = ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/"]
    # Else one student could leave something in / or /dev for the next.
    return [*lock, *inside, *system, "--remount-ro", "/dev", "--remount-ro", "/"]


def _root_walls(tree: Tree) -> Sequence[str]:
    """Return the command that, as root, builds the tree and then becomes an ordinary user.

    Only root can bind what stands in a folder closed to others, as Python under /root may; but
    within, nothing may run as root.
    """
    identity = ["--reuid", str(ORDINARY_ID), "--regid", str(ORDINARY_ID), "--clear-groups"]
    lock = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent", "--clearenv"]
    # The inner bwrap may make a new /proc only where it sees a whole one.
    system = ["--bind", "/proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/"]
    path = ["--setenv", "PATH", "/usr/bin:/bin:/usr/sbin:/sbin"]
    return ["bwrap", *lock, *path, *tree.arguments(), *system, "setpriv", *identity]


def _worker(tree: Tree, descriptor: int) -> Sequence[str]:
    """Return the rest of bwrap's arguments: the worker's environment and command."""
    environment = worker_environment(tree)
    settings = [part for pair in environment.items() for part in ("--setenv", *pair)]
    return [*settings, *worker_command(tree, descriptor)]


def worker_environment(tree: Tree) -> dict[str, str]:
    """Return all of the warm process's environment, within a tree."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join(map(str, tree.python_path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # see autograder/worker/allocator.py
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "USER": "student",
    }
    if tree.libraries is not None:
        environment["LD_LIBRARY_PATH"] = str(tree.libraries)
    return environment


def worker_command(tree: Tree, descriptor: int) -> list[str]:
    """Return what starts the warm process within a tree."""
    # -S: no .pth file, such as that of an editable install, may lead out of the tree.
    python = [str(tree.executable), "-S", "-s", "-P"]
    return [*python, "-m", "autograder.worker", str(descriptor)]
