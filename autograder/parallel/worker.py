"""One process of a pool, as who hands out the work sees it, and what it does."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from autograder.parallel.job import Job, serve

Item = TypeVar("Item")

# A fork of this very process would take threads, locks and a warm sandbox's descriptors with it.
# The server forks from a process that has imported torch and has done nothing else: a worker
# costs milliseconds instead of seconds, and all share the libraries' memory.
START = "forkserver"
PRELOAD = "autograder.parallel.preload"  # comes first there


@dataclass(frozen=True)
class Task(Generic[Item]):
    """An item that a process is given, and how often it may be tried.

    `spare`, whether it is a part of an item that another process has: nobody waits for it.
    """

    item: Item
    tries: int
    spare: bool = False


class Worker(Generic[Item]):
    """One process of a pool, our end of its pipe, and what it is about."""

    def __init__(self, job: Job) -> None:
        context: Any = multiprocessing.get_context(START)
        if START == "forkserver" and job.preload:
            context.set_forkserver_preload([PRELOAD, *job.preload])
        self.task: Task[Item] | None = None
        self.parts: deque[Item] = deque()  # of its item, that others may do ahead
        self.ready = False  # it has asked for an item, and has none
        self.pipe, theirs = context.Pipe()
        arguments = (theirs, job, dict(os.environ))
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
        with theirs, uninterrupted():
            self._process.start()

    def give(self, task: Task[Item], parts: Iterable[Item] = ()) -> None:
        """Hand over an item; one that a dead process cannot take counts as a try all the same."""
        self.task, self.parts, self.ready = task, deque(parts), False
        with suppress(OSError):  # of its death the pipe will tell
            self.pipe.send(task.item)

    def rest(self) -> Task[Item] | None:
        """Forget the item; returns it."""
        task, self.task = self.task, None
        self.parts.clear()
        return task

    def kill(self) -> None:
        """Kill the process and what it has started, which is in its session."""
        if self._process.pid is not None and self._process.is_alive():
            with suppress(OSError):  # it may be too young to have a session
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()

    def end(self) -> int:
        """Kill the process, wait for its end, and return its exit code."""
        self.kill()
        self._process.join()
        self.pipe.close()
        return self._process.exitcode or 0


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Start a process so that a Ctrl-C in the terminal does not reach it as it begins."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, job: Job, environment: dict[str, str]) -> None:
    """Work on what comes through the pipe until it is closed."""
    _stand_apart()
    # A server of forks may be older than what was set since.
    os.environ.clear()
    os.environ.update(environment)
    serve(pipe, lambda: job)


def _stand_apart() -> None:
    """Be out of reach of the terminal's Ctrl-C, and end with the process that began this one."""
    with suppress(PermissionError):  # it leads a session already
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = multiprocessing.parent_process()
    assert parent is not None, "a pool's process has been started by another"
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    # Its session too: a sandbox that is just starting would notice only seconds later.
    os.killpg(0, signal.SIGKILL)
