"""One student's process as the grader holds it: its wire, what it uses, and how it ended."""

import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgpack

from autograder.errors import SandboxError

END_SECONDS = 10
# None of these is the student's: the supervisor, and a process that ends, may wait for a processor.
READING_SECONDS = 120
PARTING_SECONDS = 60
PARTING_TICK = 0.2
LINGERS = 0.5  # seconds of processor time that no process needs to end
_LONGEST = 1 << 12


@dataclass(frozen=True)
class Reading:
    """What a process has used since it began, and whether all of it sleeps, None if unknown."""

    cpu_seconds: float
    asleep: bool | None


@dataclass(frozen=True)
class Ending:
    """How a student's process ended; `code` is negative for a signal, as in subprocess.

    `out_of_memory`, that the kernel ended it because it has taken all that there was for it.
    """

    why: str
    code: int = 0
    cpu_seconds: float = 0.0
    out_of_memory: bool = False


class Child:
    """One student's process: its wire, and the line on which its supervisor reports.

    The process itself has no descriptor of that line, so what is read there can be trusted.
    """

    def __init__(self, connection: socket.socket, report: socket.socket) -> None:
        self.connection = connection
        self._report = report
        self._ending: Ending | None = None
        self.counted = 0.0  # seconds of processor time that a stopwatch knows of
        self.fault = ""  # ours, and why nothing more is known of the process
        self.afterwards: Callable[[], None] | None = None

    @property
    def over(self) -> bool:
        """Say whether the process has ended and is of no more concern."""
        return self._report.fileno() < 0

    def reading(self) -> Reading | None:
        """Return what the process has used by now, None once it has ended.

        Raises SandboxError when that is not known by a fault that is not the student's.
        """
        if self._ending is None:
            with suppress(OSError):  # the supervisor may have gone already: its last word is there
                self._report.send(b"?")
            heard = self._heard(READING_SECONDS)
            if heard is None:
                raise self._lost(f"nothing was heard of it for {READING_SECONDS} s")
            if isinstance(heard, Reading):
                return heard
            self._ending = heard
        return None

    def ending(self, seconds: float) -> Ending | None:
        """Return how the process ended, None if it still runs after `seconds`.

        Raises SandboxError when that is not known by a fault that is not the student's.
        """
        while self._ending is None:
            heard = self._heard(seconds)
            if heard is None:
                return None
            if isinstance(heard, Ending):  # else a reading that was waited for no longer
                self._ending = heard
        return self._ending

    def parting(self) -> Ending | None:
        """Return how a process that has hung up ended, None if it lives on without its wire.

        It hangs up a little before its end is known; on a busy machine that may be a while.
        """
        asleep, before = 0, None
        deadline = time.monotonic() + PARTING_SECONDS
        while time.monotonic() < deadline:
            ending = self.ending(PARTING_TICK)
            reading = None if ending else self.reading()
            if reading is None:
                return self._ending
            before = reading.cpu_seconds if before is None else before
            asleep = asleep + 1 if reading.asleep else 0
            if asleep > 1 or reading.cpu_seconds - before > LINGERS:
                return None
        return None

    def _heard(self, seconds: float) -> Reading | Ending | None:
        """Return what the supervisor says within that time; raises SandboxError for its faults."""
        if not select.select([self._report], [], [], seconds)[0]:
            return None
        try:
            data = self._received()
        except OSError as error:
            raise self._lost(str(error)) from error
        if not data:
            raise self._lost("it was killed from outside")
        try:
            said: dict[str, Any] = msgpack.unpackb(data)
            if said.get("why") != "fault":
                return _word_of(said)
            fault = str(said["text"])
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            # Of msgpack's own exceptions unpackb raises only those that are a ValueError.
            fault = f"its report cannot be read ({type(error).__name__})"
        raise self._lost(fault)

    def _received(self) -> bytes:
        try:
            return self._report.recv(_LONGEST)
        except ConnectionResetError:  # it ended with a question unread: its last word is behind
            return self._report.recv(_LONGEST)

    def _lost(self, why: str) -> SandboxError:
        self.fault = why
        return SandboxError(
            f"The sandbox lost sight of a student's process: {why}. Grade this submission again."
        )

    def end(self) -> Ending | None:
        """Kill the process if it still runs, wait for its end, and give that end."""
        self.connection.close()
        try:
            if self._ending is None and self._report.fileno() >= 0:
                with suppress(OSError):  # the supervisor may have gone already
                    self._report.shutdown(socket.SHUT_WR)
                self.ending(END_SECONDS)
        finally:
            self.forget()
        return self._ending

    def forget(self) -> None:
        """Close the lines to the process, which has ended or never was."""
        self.connection.close()
        self._report.close()
        if self.afterwards is not None:
            self.afterwards()
            self.afterwards = None


def _word_of(said: dict[str, Any]) -> Reading | Ending:
    """Return what a supervisor says; raises what is no word of its."""
    cpu_seconds = float(said["cpu_seconds"])
    if "why" in said:
        out_of_memory = bool(said["out_of_memory"])
        return Ending(str(said["why"]), int(said["code"]), cpu_seconds, out_of_memory)
    asleep = said["asleep"]
    return Reading(cpu_seconds, None if asleep is None else bool(asleep))
