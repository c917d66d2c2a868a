"""Talks to a warm process behind an outer wall, whichever it is, and asks it for children."""

import json
import re
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import msgpack

from autograder.course.options import Limits
from autograder.errors import SandboxError
from autograder.sandbox.process import Child
from autograder.sandbox.stopwatch import PATIENCE
from autograder.worker import wire

START_SECONDS = 120
CHILD_SECONDS = 120
SLACK_SECONDS = 3
LIFETIME_SECONDS = 6 * 3600

# The steps of autograder.worker.jail that a container's or the system's profile may forbid.
_NESTING = re.compile(r"unshare: |mount /|/proc/self/(setgroups|uid_map|gid_map)")


class Wall(Protocol):
    """An outer wall that can be started and torn down."""

    def start(self) -> socket.socket:
        """Start the warm process; returns our end of its control socket. Raises SandboxError."""

    def stop(self) -> None:
        """End the warm process and all that runs behind the wall."""

    def explain(self, fault: str) -> str:
        """Say, as a sentence with a remedy, why the warm process did not get ready.

        Args: `fault`, what the process said of it, if it could say anything.
        """


class NestingRefused(SandboxError):
    """The outer wall stands, but the kernel refuses namespaces inside of it."""


@dataclass(frozen=True)
class Terms:
    """How students' processes are had, beside what each may use.

    Args: `recycle`, the number of them after which the warm process is begun again; `namespaces`,
    whether each gets its own; `gpu_percent`, of a GPU's memory, 0 for no GPU; `roots`, the folder
    of trees of which each gets one where it has no namespaces, "" for none (sandbox/roots.py).
    """

    recycle: int = 500
    namespaces: bool = True
    gpu_percent: int = 0
    roots: str = ""


class Warm:
    """A warm process behind a wall, begun again when it fails or is worn out.

    `shared`, a line to one that others ask, too, and that is used first: it may still be starting.
    When that one fails or is worn out, the next is this one's own.
    """

    def __init__(
        self, wall: Wall, limits: Limits, terms: Terms, shared: socket.socket | None = None
    ) -> None:
        self._wall = wall
        self._shared = shared
        self._terms = terms
        self._limits = limits
        self._control: socket.socket | None = None
        self._starts = 0
        self._given = 0
        self._children: list[Child] = []
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the warm process and wait until it is ready; raises SandboxError."""
        self._given = 0
        if self._shared is not None:
            self._control, self._shared = self._shared, None
            self._starts += 1
            return
        control = self._wall.start()
        try:
            control.settimeout(START_SECONDS)
            fault = _fault_of_start(control)
        except BaseException:
            control.close()
            self._wall.stop()
            raise
        if fault is not None:
            control.close()
            self._wall.stop()
            raise SandboxError(self._wall.explain(fault))
        self._control = control
        self._starts += 1

    def stop(self) -> None:
        """End the warm process and every child of it."""
        if self._control is not None:
            self._control.close()
            self._control = None
        self._wall.stop()

    def child(self, limits: Limits | None = None) -> Child:
        """Return a new process for a student, restarting the warm one once if it must be.

        Args: `limits`, of this process alone. Raises SandboxError when even a new warm process
        cannot give one.
        """
        with self._lock:
            if self._worn_out():
                self.stop()
                self.start()
        seen = self._starts
        try:
            return self._fork(limits or self._limits)
        except _ForkFault as fault:
            _raise_refusal(fault)
            with self._lock:
                if self._starts == seen:  # else another thread has just restarted it
                    self.stop()
                    self.start()
        try:
            return self._fork(limits or self._limits)
        except _ForkFault as fault:
            raise SandboxError(
                f"The sandbox cannot start a process for a submission, not even after a new "
                f"start: {fault}. Check that user namespaces are allowed and memory is free."
            ) from fault

    def only_child(self) -> Child:
        """Return the one process of a warm one that is started for it and ends with it."""
        self.start()
        try:
            child = self._fork(self._limits)
        except BaseException as error:
            self.stop()
            if isinstance(error, _ForkFault):
                raise SandboxError(
                    f"A container for one submission did not start its process: {error}. Check "
                    f"that memory is free, and that `docker info` has no warnings."
                ) from error
            raise
        child.afterwards = self.stop
        return child

    def _worn_out(self) -> bool:
        """Say whether to begin again: after a fault and now and then, when nobody is at work."""
        faulty = any(child.fault for child in self._children)
        self._children = [child for child in self._children if child.fault or not child.over]
        if not (faulty or self._given >= self._terms.recycle):
            return False
        if not all(child.over for child in self._children):
            return False
        self._children = []
        return True

    def _fork(self, limits: Limits) -> Child:
        """Ask for a child and wait until it is shut in and ready."""
        ours, theirs = socket.socketpair()
        report, reporter = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        child = Child(ours, report)
        with theirs, reporter:
            try:
                if self._control is None:
                    raise ConnectionError("nobody listens")
                descriptors = [theirs.fileno(), reporter.fileno()]
                job = msgpack.packb(_job(limits, self._terms))
                socket.send_fds(self._control, [job], descriptors)
            except OSError as error:
                child.forget()
                raise _ForkFault(f"the warm process has ended ({error})") from error
        try:
            deadline = time.monotonic() + CHILD_SECONDS
            hello = wire.receive(ours, deadline=deadline, max_bytes=0)
        except (wire.ProtocolError, wire.Deadline, wire.PeerGone) as error:
            raise _ForkFault(_end_quietly(child) or str(error)) from error
        if type(hello) is not dict or hello.get("ready") is not True:
            _end_quietly(child)
            fault = hello.get("fault") if type(hello) is dict else None
            raise _ForkFault(fault if type(fault) is str else "it did not say that it is ready")
        self._given += 1
        self._children.append(child)
        return child


class _ForkFault(Exception):
    """No child came of asking for one."""


def _end_quietly(child: Child) -> str:
    """End a child that never got ready; give what was reported of it."""
    with suppress(SandboxError):
        child.end()
    return child.fault


def _raise_refusal(fault: _ForkFault) -> None:
    """Raise NestingRefused when a child's fault is that it may not have namespaces."""
    if _NESTING.search(str(fault)):
        raise NestingRefused(
            f"Namespaces are refused inside the sandbox ({fault}). Allow user namespaces, or use "
            f"a seccomp and AppArmor profile that permits them."
        ) from fault


def _fault_of_start(control: socket.socket) -> str | None:
    """Return what kept the warm process from getting ready, None if it is."""
    try:
        data = control.recv(1 << 14)
    except OSError as error:
        return f"it did not get ready: {error}"
    if not data:
        return ""
    try:
        said = json.loads(data)
        return None if "ready" in said else str(said["fault"])
    except (ValueError, TypeError, KeyError) as error:
        return f"it did not say whether it is ready ({type(error).__name__})"


def _job(limits: Limits, terms: Terms) -> Mapping[str, int | str]:
    return {
        "namespaces": terms.namespaces,
        "roots": terms.roots,
        "gpu_percent": terms.gpu_percent,
        "memory_bytes": limits.memory_mb << 20,
        "disk_bytes": limits.disk_mb << 20,
        # Behind the limit that the grader counts, for who computes between its questions.
        "cpu_seconds": limits.cpu_seconds + SLACK_SECONDS,
        # A backstop for a grader that hangs; the grader itself keeps PATIENCE.
        "lifetime_seconds": 2 * PATIENCE * limits.cpu_seconds + LIFETIME_SECONDS,
    }
