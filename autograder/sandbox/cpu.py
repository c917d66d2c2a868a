"""CPU seconds of this process and of all that it has started, sandboxes included."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class CpuReading:
    """User and system seconds at one moment.

    `total`, of this process and its descendants, and of the dead that were waited for; `alone`, of
    each living one without the dead, by its number and the time of its birth.
    """

    total: float
    alone: Mapping[tuple[int, float], float]

    @classmethod
    def now(cls) -> "CpuReading":
        """Read the kernel's clock ticks, mostly of 10 ms. Wall time would count waiting, too."""
        own = psutil.Process()
        total, alone = 0.0, dict[tuple[int, float], float]()
        for one in (own, *own.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # it has just ended
                used = one.cpu_times()
                alone[one.pid, one.create_time()] = used.user + used.system
                total += used.user + used.system + used.children_user + used.children_system
        return cls(total, alone)

    def since(self, before: "CpuReading") -> float:
        """Return the seconds that were spent since another reading, never less than 0.

        A process that nobody of ours has waited for, such as a sandbox that was killed, takes what
        it had spent out of `total`; what the living have spent themselves is the least.
        """
        least = sum(spent - before.alone.get(one, 0.0) for one, spent in self.alone.items())
        return max(self.total - before.total, least)
