"""What a process uses, read from outside of it: processor time, and whether it sleeps.

Nothing of this asks the process, so nothing that it does can change what is read.
"""

import os
import time
from contextlib import suppress
from typing import Any

_SLEEPING = frozenset(b"STt")  # asleep, or stopped; not D: a disk may keep it from running
_ENDED = frozenset(b"ZX")
STAT_BYTES = 512


class Gauge:
    """Reads a child of this process, and the machine's count of what died for want of memory.

    Holds a descriptor of /proc from before the child has covered it; where there is none, nobody
    can say whether the child sleeps.
    """

    def __init__(self) -> None:
        try:
            self._proc: int | None = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            self._proc = None

    def read(self, pid: int) -> dict[str, Any]:
        """Return `cpu_seconds` of all threads, ended ones too, and `asleep`, None if unknown.

        Raises OSError when the process has ended.
        """
        # The clock that clock_getcpuclockid gives: it needs no rights, and no /proc.
        return {"cpu_seconds": time.clock_gettime((~pid) << 3 | 2), "asleep": self._asleep(pid)}

    def memory_kills(self) -> int | None:
        """Return how many processes the kernel has ended for want of memory, None if unknown."""
        with suppress(OSError, ValueError, IndexError):
            for line in self._text("vmstat", 1 << 16).splitlines():
                if line.startswith(b"oom_kill "):
                    return int(line.split()[1])
        return None

    def _asleep(self, pid: int) -> bool | None:
        """Say whether every thread sleeps: one that waits for a processor does not."""
        try:
            states = self._states(pid)
        except OSError:
            return None
        alive = states - _ENDED
        return bool(alive) and alive <= _SLEEPING

    def _states(self, pid: int) -> set[int]:
        folder = os.open(f"{pid}/task", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self._at())
        try:
            threads = os.listdir(folder)  # noqa: PTH208 - a descriptor is no path
        finally:
            os.close(folder)
        states = set()
        for thread in threads:
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                # A name may hold brackets, too; the last one ends it.
                text = self._text(f"{pid}/task/{thread}/stat", STAT_BYTES)
                states.add(text.rpartition(b") ")[2][0])
        return states

    def _text(self, name: str, size: int) -> bytes:
        file = os.open(name, os.O_RDONLY, dir_fd=self._at())
        try:
            return os.read(file, size)
        finally:
            os.close(file)

    def _at(self) -> int:
        if self._proc is None:
            raise FileNotFoundError("there is no /proc")
        return self._proc
