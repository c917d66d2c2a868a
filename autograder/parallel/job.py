"""What a process of a pool does: it prepares once, then works on what comes through its pipe."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any


@dataclass(frozen=True)
class Job:
    """What every process of a pool does: it prepares once, then works on item after item."""

    prepare: Callable[..., None]
    prepared_with: tuple[Any, ...]
    work: Callable[[Any], Any]
    preload: str = ""


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
