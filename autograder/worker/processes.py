"""Pools and processes of `multiprocessing` and `concurrent.futures`, as threads of this process.

A student's process may start no other: nothing would bound them together. A pool's tasks run one
after another, in the order in which they were given, so that they come out the same every time.
"""

import array
import concurrent.futures
import concurrent.futures.process
import multiprocessing
import multiprocessing.context
import multiprocessing.dummy
import multiprocessing.pool
import os
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any

import torch
import torch.multiprocessing

# What threads have under the same names, by Python's own `multiprocessing.dummy`.
SAME = ["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Barrier", "Pipe"]


class Queue(queue.Queue[Any]):
    """A queue of threads, with what queues of processes have besides."""

    def close(self) -> None:
        """Do nothing: it has no pipe."""

    join_thread = cancel_join_thread = close


class Value(multiprocessing.dummy.Value):
    """A number that all threads see."""

    def __init__(self, typecode: Any, value: Any = 0, lock: object = True) -> None:
        super().__init__(typecode, value)
        self._lock = threading.RLock()

    def get_lock(self) -> "threading.RLock":
        """Return the lock that guards it."""
        return self._lock


class Manager:
    """What a manager's process would serve, plainly here."""

    list, dict = list, dict
    Namespace = multiprocessing.dummy.Namespace

    def __init__(self) -> None:
        for name, value in _offered().items():
            setattr(self, name, value)

    def __enter__(self) -> "Manager":
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""

    def shutdown(self) -> None:
        """Do nothing."""


def array_of(typecode: Any, given: Any, lock: object = True) -> Any:
    """Return an array, of so many zeros where a number is given."""
    return array.array(typecode, [0] * given if isinstance(given, int) else given)


class Process(multiprocessing.dummy.DummyProcess):
    """A process that is a thread, with the gradients on or off as its parent has them."""

    def __init__(
        self,
        group: None = None,
        target: Callable[..., object] | None = None,
        name: str | None = None,
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
        *,
        daemon: bool | None = None,
    ) -> None:
        super().__init__(group, target, name, args, kwargs or {})
        self.daemon = True
        self._records = torch.is_grad_enabled()

    def run(self) -> None:
        """Do the work."""
        torch.set_grad_enabled(self._records)
        super().run()

    @property
    def pid(self) -> int | None:
        """Return the number of the process in which it runs, None before it does."""
        return None if self.ident is None else os.getpid()

    def terminate(self) -> None:
        """Let it come to its end: a thread cannot be ended."""

    kill = close = terminate


class Pool(multiprocessing.pool.ThreadPool):
    """A pool of which one member does all tasks in their order."""

    def __init__(
        self,
        processes: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: Sequence[Any] = (),
        maxtasksperchild: int | None = None,
        context: object = None,
    ) -> None:
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        super().__init__(1, initializer, initargs)

    @staticmethod
    def Process(ctx: object, *args: Any, **named: Any) -> Any:  # noqa: N802 - Pool's own name
        """Return the member."""
        return Process(*args, **named)


class ProcessPoolExecutor(concurrent.futures.ThreadPoolExecutor):
    """An executor whose one thread does all tasks in their order."""

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: object = None,
        initializer: Callable[..., object] | None = None,
        initargs: Sequence[Any] = (),
        *,
        max_tasks_per_child: int | None = None,
    ) -> None:
        if max_workers is not None and max_workers < 1:
            raise ValueError("max_workers must be greater than 0")
        records = torch.is_grad_enabled()

        def begin() -> None:
            torch.set_grad_enabled(records)
            if initializer is not None:
                initializer(*initargs)

        super().__init__(1, initializer=begin)


def install() -> None:
    """Have whoever starts processes, in whatever way, have threads instead."""
    offered = {**_offered(), "Manager": Manager}
    for context in _kinds(multiprocessing.context.BaseContext):
        for name, value in offered.items():
            setattr(context, name, value if isinstance(value, type) else staticmethod(value))
    for module in (multiprocessing, torch.multiprocessing):
        for name, value in offered.items():
            setattr(module, name, value)
    threads: Any = multiprocessing.pool.Pool  # which is asked even for those of threads
    threads._wait_for_updates = staticmethod(_wait_for_updates)
    multiprocessing.pool.ThreadPool._get_sentinels = _no_pipes  # type: ignore[attr-defined]
    torch.Tensor.share_memory_ = _itself  # type: ignore[method-assign]
    for module in (concurrent.futures, concurrent.futures.process):
        setattr(module, "ProcessPoolExecutor", ProcessPoolExecutor)  # noqa: B010 - a module's name


def _itself(tensor: torch.Tensor) -> torch.Tensor:
    """Return a tensor whose memory all threads share anyway."""
    return tensor


def _no_pipes(pool: object) -> list[Any]:
    return []


def _wait_for_updates(sentinels: object, notifier: Queue, timeout: object = None) -> None:
    """Wait until a pool of threads is told something, which comes through no pipe here."""
    notifier.get()


def _offered() -> dict[str, Any]:
    same = {name: getattr(multiprocessing.dummy, name) for name in SAME}
    queues = dict.fromkeys(("Queue", "SimpleQueue", "JoinableQueue"), Queue)
    return {**same, **queues, "Value": Value, "Array": array_of, "Process": Process, "Pool": Pool}


def _kinds(kind: type) -> list[type]:
    """Return a class and all that are derived from it."""
    derived: list[type] = kind.__subclasses__()
    return [kind, *(deeper for one in derived for deeper in _kinds(one))]
