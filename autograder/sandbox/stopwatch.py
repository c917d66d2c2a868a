"""What a submission's processes use of their limits: processor time and sleep, not the wall.

Waiting for a processor is neither, so a busy machine costs nobody anything. Both are read outside
of the process, now and then while the grader waits for it; see design/0009-clocks.md.
"""

import random
import select
import socket
import time
from typing import Protocol

from autograder.course.options import Limits
from autograder.errors import Starved
from autograder.sandbox.process import Reading
from autograder.worker import wire

TICK_SECONDS = 0.3  # between two readings, about; what is answered sooner is read at its end only
LATE_SECONDS = 1.0  # a reading that is so late is taken even when there is an answer
LONGEST_NAP = 1.0  # seconds of sleep that one reading can stand for
PATIENCE = 10  # seconds of the wall, of the far backstop, for each second of a limit

# Seeded by the system: a student who knew when readings are taken could be awake just then.
_jitter = random.SystemRandom()


class Spent(Exception):
    """A process has used up a limit: a question's of processor time or of sleep, or the whole."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit  # "cpu", "idle" or "whole"


class Gauge(Protocol):
    """A process whose use can be read; `counted`, seconds that its stopwatch knows of."""

    counted: float

    def reading(self) -> Reading | None:
        """Return what it has used by now, None once it has ended; raises SandboxError."""


class Stopwatch:
    """Seconds of processor time and sleep that an exercise may still use, in all its processes.

    `limits`, all that the exercise may use, None for what the sandbox was opened with; `met`, that
    a limit was met: what came of it might come out otherwise another time.
    """

    def __init__(self, seconds: float, limits: Limits | None = None) -> None:
        self.seconds = seconds
        self.limits = limits
        self.left = float(seconds)
        self.waited = 0.0  # seconds of the wall
        self.met = False

    def count(self, gauge: Gauge, cpu_seconds: float) -> float:
        """Take off what a process has used since it was last counted; returns how much that is."""
        used = max(0.0, cpu_seconds - gauge.counted)
        gauge.counted += used
        self.left -= used
        return used


class Allowance:
    """What one question may still use; what is used is taken from the stopwatch, too.

    What threads have used between two questions is the exercise's alone.
    """

    def __init__(
        self, stopwatch: Stopwatch, limits: Limits, gauge: Gauge, tick: float = TICK_SECONDS
    ) -> None:
        self.cpu = float(limits.call_seconds)
        self.idle = float(limits.idle_seconds)
        self.patience = float(PATIENCE * limits.call_seconds)
        self._stopwatch, self._gauge, self._tick = stopwatch, gauge, tick
        self._read_before = self._excused = False
        self._unread = 0.0  # seconds waited since the last reading
        self._due = self._next()

    def wait(self, connection: socket.socket, event: int) -> None:
        """Wait until `connection` is ready for a poll `event`, counting what is used meanwhile.

        Raises Spent, Starved, SandboxError, and PeerGone when the process has ended without a
        word.
        """
        late = time.monotonic() > self._due + LATE_SECONDS
        while late or not self._ready(connection, event, self._due - time.monotonic()):
            late = False
            self._read(connection, event)

    def heard(self) -> None:
        """Note that a whole frame has come."""
        self._excused = False

    def shorten(self, seconds: float) -> None:
        """Leave the question no more than that of any kind."""
        self.cpu, self.idle = min(self.cpu, seconds), min(self.idle, seconds)

    def _next(self) -> float:
        return time.monotonic() + self._tick * _jitter.uniform(0.7, 1.3)

    def _ready(self, connection: socket.socket, event: int, seconds: float) -> bool:
        poll = select.poll()
        poll.register(connection, event)
        start = time.monotonic()
        ready = bool(poll.poll(1000 * max(0.0, seconds)))
        waited = time.monotonic() - start
        self._unread += waited
        self.patience -= waited
        self._stopwatch.waited += waited
        return ready

    def _read(self, connection: socket.socket, event: int) -> None:
        reading = self._gauge.reading()
        self._due = self._next()
        if reading is None:
            if not self._ready(connection, event, LATE_SECONDS):
                raise wire.PeerGone("the process has ended")
            return
        # Asleep it may be since it has just answered: then it was not idle. That is believed once
        # for each frame, since one that comes byte by byte is no answer.
        excused = self._ready(connection, event, 0) and not self._excused
        self._excused |= excused
        used = self._stopwatch.count(self._gauge, reading.cpu_seconds)
        # Before the first reading of a question, threads may have used some of it.
        self.cpu -= used if self._read_before else min(used, self._unread)
        self._read_before = True
        if reading.asleep and not excused:
            slept = min(LONGEST_NAP, max(0.0, self._unread - used))
            self.idle -= slept
            self._stopwatch.left -= slept
        self._unread = 0.0
        self._judge()

    def _judge(self) -> None:
        spent = {"cpu": self.cpu, "idle": self.idle, "whole": self._stopwatch.left}
        for limit, left in spent.items():
            if left <= 0:
                self._stopwatch.met = True
                raise Spent(limit)
        whole = PATIENCE * self._stopwatch.seconds - self._stopwatch.waited
        if min(self.patience, whole) <= 0:
            raise Starved(
                "A student's process neither slept nor got the processor time that it may use: "
                "this machine is too busy. Grade this submission again, with fewer --jobs."
            )
