"""The kernel's table of processes, and who has started whom."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """One process: who started it, its state as one letter, and its CPU time in seconds."""

    parent: int
    state: str
    seconds: float


def processes() -> dict[int, Process]:
    """Give all processes that are visible from here, by id.

    Seconds are user and system time of a process and of its dead children, once it has waited for
    them; the kernel's clock ticks, 10 ms mostly, are the resolution. See proc_pid_stat(5).
    """
    found: dict[int, Process] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # it has just ended
            seconds = sum(map(int, fields[11:15])) / TICKS
            found[int(entry.name)] = Process(int(fields[1]), fields[0], seconds)
    return found


def family(roots: Iterable[int], among: Mapping[int, Process]) -> set[int]:
    """Give the processes `roots`, what these have started, and so on."""
    found = set(roots)
    while more := {pid for pid, one in among.items() if one.parent in found} - found:
        found |= more
    return found
