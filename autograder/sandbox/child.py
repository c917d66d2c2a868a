"""One student's process as the grader holds it: its wire, and how it ended."""

import select
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgpack

from autograder.errors import SandboxError

END_SECONDS = 10


@dataclass(frozen=True)
class Ending:
    """How a student's process ended; `code` is negative for a signal, as in subprocess."""

    why: str
    code: int = 0
    cpu_seconds: float = 0.0


class Child:
    """One student's process: its wire, and the line on which its end is reported."""

    def __init__(self, connection: socket.socket, report: socket.socket) -> None:
        self.connection = connection
        self._report = report
        self._ending: Ending | None = None
        self.fault = ""  # ours, and why nothing more is known of the process
        self.afterwards: Callable[[], None] | None = None

    @property
    def over(self) -> bool:
        """Say whether the process has ended and is of no more concern."""
        return self._report.fileno() < 0

    def ending(self, seconds: float) -> Ending | None:
        """Give how the process ended, None if it still runs after `seconds`.

        Raises SandboxError when that is not known by a fault that is not the student's.
        """
        if self._ending is None and select.select([self._report], [], [], seconds)[0]:
            self._ending = self._reported()
        return self._ending

    def _reported(self) -> Ending:
        try:
            data = self._report.recv(1 << 12)
        except OSError as error:
            raise self._lost(str(error)) from error
        if not data:
            raise self._lost("it was killed from outside")
        try:
            said: dict[str, Any] = msgpack.unpackb(data)
            if said["why"] == "fault":
                raise self._lost(str(said["text"]))
            return Ending(str(said["why"]), int(said["code"]), float(said["cpu_seconds"]))
        except (ValueError, TypeError, KeyError, OverflowError, msgpack.UnpackException) as error:
            raise self._lost(f"its report cannot be read ({type(error).__name__})") from error

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
