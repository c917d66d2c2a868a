"""What a process of a pool does: it prepares once, then works on what comes through its pipe."""

import gc
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any, Protocol


class Server(Protocol):
    """A process beside those of a pool, which all of them ask by one socket."""

    def start(self) -> socket.socket:
        """Start it without waiting for it; returns our end of its socket."""

    def kill(self) -> None:
        """End it at once, and wait for its end."""


class Beside(Protocol):
    """What the processes of a pool may share; equal ones make equal servers."""

    def server(self) -> Server:
        """Return a server that is not started yet; raises AutograderError."""


@dataclass(frozen=True)
class Job:
    """What every process of a pool does: it prepares once, then works on item after item.

    `preload` are modules that all of them need; `beside`, what is started once on this machine, of
    which each is given a socket as the last argument of `prepare`. Where there is none, as on a
    cluster, that argument is left out. `parts`, what `work` can do of an item ahead of the process
    that has it, in its order: a process of this machine that would have nothing to do does the last
    of them. What it gives for a part is lost, and so is a part over which it dies.
    """

    prepare: Callable[..., None]
    prepared_with: tuple[Any, ...]
    work: Callable[[Any], Any]
    preload: tuple[str, ...] = ()
    beside: Beside | None = None
    parts: Callable[[Any], Iterable[Any]] | None = None

    def given(self, line: socket.socket | None) -> "Job":
        """Return the job of one process, which has a line to what stands beside, or none."""
        more = () if line is None else (line,)
        return replace(self, prepared_with=(*self.prepared_with, *more), beside=None, parts=None)


def serve(pipe: Connection, take: Callable[[], Job], idle_seconds: float | None = None) -> None:
    """Prepare for the job taken, then work on what comes through the pipe until it is closed.

    Tells ("ready", None), then ("done", result) for each item, or ("raised", error) as the last.
    Also ends when nothing comes for `idle_seconds`.
    """
    try:
        job = take()
        job.prepare(*job.prepared_with)
        gc.freeze()  # what is there now stays
        pipe.send(("ready", None))
        while pipe.poll(idle_seconds):
            pipe.send(("done", job.work(pipe.recv())))
    except (EOFError, ConnectionError):  # nobody is there any more
        return
    except Exception as error:  # the end of the process: whoever began it has to hear why
        _tell(pipe, error)


def _tell(pipe: Connection, error: Exception) -> None:
    try:
        pipe.send(("raised", error))
    except (TypeError, ValueError, AttributeError):  # it cannot be pickled
        pipe.send(("raised", RuntimeError(f"{type(error).__name__}: {error}")))
