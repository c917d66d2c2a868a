"""Talks to a warm process behind an outer wall, whichever it is, and asks it for children."""

import select
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import msgpack

from autograder import wire
from autograder.course import Limits
from autograder.errors import SandboxError

START_SECONDS = 120
CHILD_SECONDS = 30
END_SECONDS = 10


class Wall(Protocol):
    """An outer wall that can be started and torn down."""

    def start(self, control: socket.socket) -> None:
        """Start the warm process with this end of the control socket; raises SandboxError."""

    def stop(self) -> None:
        """End the warm process and all that runs behind the wall."""

    def explain(self) -> str:
        """Say, as a sentence with a remedy, why the warm process did not get ready."""


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
            raise _lost(str(error)) from error
        if not data:
            raise _lost("it was killed from outside")
        said: dict[str, Any] = msgpack.unpackb(data)
        if said["why"] == "fault":
            raise _lost(said["text"])
        return Ending(said["why"], said["code"], said["cpu_seconds"])

    def end(self) -> Ending | None:
        """Kill the process if it still runs, wait for its end, and give that end."""
        self.connection.close()
        try:
            if self._ending is None and self._report.fileno() >= 0:
                with suppress(OSError):  # the supervisor may have gone already
                    self._report.shutdown(socket.SHUT_WR)
                self.ending(END_SECONDS)
        finally:
            self._report.close()
        return self._ending

    def forget(self) -> None:
        """Close what would have been the lines to a process that never was."""
        self.connection.close()
        self._report.close()


def _lost(why: str) -> SandboxError:
    return SandboxError(
        f"The sandbox lost sight of a student's process: {why}. Grade this submission again."
    )


class Warm:
    """A warm process behind a wall, restarted once when it fails."""

    def __init__(self, wall: Wall, limits: Limits) -> None:
        self._wall = wall
        self._job = msgpack.packb(_job(limits))
        self._control: socket.socket | None = None
        self._starts = 0
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the warm process and wait until it is ready; raises SandboxError."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                self._wall.start(theirs)
        except BaseException:  # no wall, so nobody will ever use our end
            ours.close()
            raise
        ours.settimeout(START_SECONDS)
        try:
            ready = bool(ours.recv(1 << 12))
        except OSError:
            ready = False
        if not ready:
            ours.close()
            self._wall.stop()
            raise SandboxError(self._wall.explain())
        self._control = ours
        self._starts += 1

    def stop(self) -> None:
        """End the warm process and every child of it."""
        if self._control is not None:
            self._control.close()
            self._control = None
        self._wall.stop()

    def child(self) -> Child:
        """Give a new process for a student, restarting the warm one once if it must be.

        Raises SandboxError when even a new warm process cannot give one.
        """
        seen = self._starts
        try:
            return self._fork()
        except _ForkFault:
            with self._lock:
                if self._starts == seen:  # else another thread has just restarted it
                    self.stop()
                    self.start()
        try:
            return self._fork()
        except _ForkFault as fault:
            raise SandboxError(
                f"The sandbox cannot start a process for a submission, not even after a new "
                f"start: {fault}. Check that user namespaces are allowed and memory is free."
            ) from fault

    def _fork(self) -> Child:
        """Ask for a child and wait until it is shut in and ready."""
        ours, theirs = socket.socketpair()
        report, reporter = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        child = Child(ours, report)
        with theirs, reporter:
            try:
                if self._control is None:
                    raise ConnectionError("nobody listens")
                descriptors = [theirs.fileno(), reporter.fileno()]
                socket.send_fds(self._control, [self._job], descriptors)
            except OSError as error:
                child.forget()
                raise _ForkFault(f"the warm process has ended ({error})") from error
        try:
            deadline = time.monotonic() + CHILD_SECONDS
            hello = wire.receive(ours, deadline=deadline, max_bytes=0)
        except (wire.ProtocolError, wire.Deadline, wire.PeerGone) as error:
            raise _ForkFault(_end_quietly(child) or str(error)) from error
        if hello != {"ready": True}:
            _end_quietly(child)
            raise _ForkFault(str(hello.get("fault", "it did not say that it is ready")))
        return child


class _ForkFault(Exception):
    """No child came of asking for one."""


def _end_quietly(child: Child) -> str:
    """End a child that never got ready; give what was reported of it."""
    try:
        child.end()
    except SandboxError as error:
        return str(error)
    return ""


def _job(limits: Limits) -> Mapping[str, int]:
    return {
        "memory_bytes": limits.memory_mb << 20,
        "disk_bytes": limits.disk_mb << 20,
        "cpu_seconds": limits.cpu_seconds,
        # A backstop for a grader that hangs; the grader itself keeps wall_seconds.
        "lifetime_seconds": 10 * limits.wall_seconds + 600,
    }
