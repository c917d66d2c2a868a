"""CPU and wall seconds of a command with all that it starts: `python measured.py FILE COMMAND …`.

The command runs in a cgroup of its own, which counts every process below it. What a parent learns
by waiting is less: the seconds of a process that dies with its PID namespace, as all of a sandbox
that is killed do, are told to nobody. A process of its own takes in whatever a command leaves
behind, as init would, so that it is counted to its end.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 1.0
GRACE_SECONDS = 10.0  # for processes that see by themselves that they are not needed any more


@dataclass(frozen=True)
class Used:
    """What a command took: seconds, its exit code, and how many processes did not end with it.

    `memory` holds samples of the resident megabytes of each process, by seconds since the epoch.
    """

    cpu: float
    wall: float
    code: int
    left: int
    memory: tuple[tuple[float, dict[str, float]], ...] = field(default=(), repr=False)


class CommandFailed(Exception):
    """A measured command ended with another exit code than 0."""


def used_by(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> Used:
    """Run a command in a folder and give what it took; raises CommandFailed with its last words.

    Every command gets one thread for sums, and this process's environment with `environment`.
    """
    with tempfile.TemporaryDirectory(prefix="measured_") as place:
        told, log = Path(place) / "used.json", Path(place) / "log"
        words = [sys.executable, __file__, str(told), *map(str, command)]
        with log.open("wb") as output:
            subprocess.run(
                words,
                cwd=folder,
                env={**os.environ, "OMP_NUM_THREADS": "1", **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=True,
            )
        used = Used(**json.loads(told.read_text(encoding="utf-8")))
        if used.code != 0:
            last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
            raise CommandFailed(f"{' '.join(words[3:])} ended with {used.code}:\n{last}")
        return used


def _measure(command: Sequence[str]) -> Used:
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    samples: list[tuple[float, dict[str, float]]] = []
    with _group() as group:
        join = f'echo $$ > "{group}/cgroup.procs" && exec "$@"'
        start = time.monotonic()
        with subprocess.Popen(["sh", "-c", join, "sh", *command]) as process:
            while (code := _ended(process)) is None:
                samples.append((time.time(), _megabytes()))
        wall = time.monotonic() - start
        left = _reap(time.monotonic() + GRACE_SECONDS)
        counted = (group / "cpu.stat").read_text(encoding="utf-8").split()
    seconds = int(counted[counted.index("usage_usec") + 1]) / 1e6
    return Used(seconds, wall, code, left, tuple(samples))


@contextmanager
def _group() -> Iterator[Path]:
    """Return a new cgroup below this process's own, which counts the CPU time of all in it."""
    group = _own_group() / f"measured-{os.getpid()}"
    try:
        group.mkdir()
    except OSError as error:
        raise SystemExit(
            f"CPU seconds are counted by a cgroup, and none can be made at {group}: "
            f"{error.strerror}. Measure as root, or within "
            f"`systemd-run --user --scope --property=Delegate=yes`."
        ) from error
    try:
        yield group
    finally:
        _remove(group, time.monotonic() + GRACE_SECONDS)


def _own_group() -> Path:
    """Return the folder of this process's cgroup (version 2)."""
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        place, _, kind = line.partition(" - ")
        if kind.startswith("cgroup2 "):
            own = Path("/proc/self/cgroup").read_text(encoding="utf-8").split("0::", 1)[1]
            return Path(place.split()[4], own.splitlines()[0].lstrip("/"))
    raise SystemExit("CPU seconds are counted by a cgroup of version 2, which is not mounted here.")


def _remove(group: Path, deadline: float) -> None:
    """Remove an empty cgroup; what was killed may still be leaving it."""
    while True:
        try:
            return group.rmdir()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _ended(process: "subprocess.Popen[bytes]") -> int | None:
    try:
        return process.wait(SAMPLE_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _megabytes() -> dict[str, float]:
    """Return the resident megabytes of every process below this one, by pid."""
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            parents[int(entry.name)], pages[int(entry.name)] = int(fields[1]), int(fields[21])
    own = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in own} - own:
        own |= more
    scale = resource.getpagesize() / 1e6
    return {str(pid): round(pages[pid] * scale, 1) for pid in own - {os.getpid()}}


def _reap(deadline: float) -> int:
    """Wait for all that is left; kill what is still there after the deadline, and count it."""
    killed: set[int] = set()
    with suppress(ChildProcessError):
        while True:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
            if time.monotonic() > deadline:
                for pid in _children() - killed:
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
            time.sleep(0.01)
    return len(killed)


def _children() -> set[int]:
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return {int(pid) for pid in task.read_text(encoding="utf-8").split()}


if __name__ == "__main__":
    found = _measure(sys.argv[2:])
    Path(sys.argv[1]).write_text(json.dumps(asdict(found)), encoding="utf-8")
