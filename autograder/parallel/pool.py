"""Work shared among processes, each prepared once and kept warm; one's death costs one item."""

import socket
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from autograder.errors import AutograderError, SandboxGone
from autograder.parallel.job import Beside, Job, Server
from autograder.parallel.worker import Item, Task, Worker

Result = TypeVar("Result")

MOST_STILLBORN = 3


@dataclass(frozen=True)
class Began(Generic[Item]):
    """A process has been given an item."""

    item: Item


@dataclass(frozen=True)
class Done(Generic[Item, Result]):
    """What `work` gave for an item."""

    item: Item
    result: Result


@dataclass(frozen=True)
class Died(Generic[Item]):
    """A process died over an item, which is tried `again` or given up."""

    item: Item
    exit_code: int
    again: bool

    @property
    def how(self) -> str:
        """Say how the process ended."""
        if self.exit_code >= 0:
            return f"it ended with exit code {self.exit_code}"
        memory = ", as the kernel does when memory runs out" if self.exit_code == -9 else ""
        return f"it was killed by signal {-self.exit_code}{memory}"


def in_processes(
    jobs: int,
    prepare: Callable[..., None],
    prepared_with: tuple[Any, ...],
    work: Callable[[Item], Result],
    items: Iterable[Item],
) -> Iterator[Result]:
    """Return the results of `work` as they are ready, in `jobs` processes.

    Every process calls `prepare(*prepared_with)` first. Raises BrokenProcessPool when one dies,
    and whatever they raise; then, and on Ctrl-C, nothing more is begun. None of them outlives
    this process, however it ends.
    """
    job = Job(prepare, prepared_with, work, (work.__module__,))
    with closing(events_of(jobs, job, items, tries=1)) as events:
        for event in events:
            if isinstance(event, Died):
                raise BrokenProcessPool(f"A process of the pool died: {event.how}.")
            if isinstance(event, Done):
                yield event.result


def events_of(
    jobs: int, job: Job, items: Iterable[Item], tries: int
) -> Generator[Began[Item] | Done[Item, Any] | Died[Item], None, None]:
    """Tell what happens to each item, as it happens, in `jobs` processes.

    An item over which a process dies is tried `tries` times, each in a fresh process; the others
    go on. Raises what `prepare` or `work` raise, and SandboxGone when processes die before they
    have begun. Closing the iterator ends all of them at once.
    """
    crew = _Pool(jobs, job, deque(Task(item, tries) for item in items))
    try:
        yield from crew.events()
    finally:
        crew.end()


class Standby:
    """Processes that stay warm from one lot of items to the next; `end` ends them.

    Called as `events_of`. They are ended too when a lot is not finished, whatever the reason.
    """

    def __init__(self) -> None:
        self._crew: _Pool[Any] | None = None

    def __call__(
        self, jobs: int, job: Job, items: Iterable[Item], tries: int
    ) -> Generator[Began[Item] | Done[Item, Any] | Died[Item], None, None]:
        """Tell what happens to each item, as it happens."""
        crew = self._crew
        if crew is None or (crew.jobs, crew.job) != (jobs, job):
            self.end()
            crew = self._crew = _Pool(jobs, job, deque())
        crew.waiting.extend(Task(item, tries) for item in items)
        finished = False
        try:
            yield from crew.events()
            finished = True
        finally:
            if not finished:
                self.end()

    def end(self) -> None:
        """End all processes at once; the next lot begins new ones."""
        if self._crew is not None:
            self._crew.end()
        self._crew = None


@dataclass
class _Pool(Generic[Item]):
    """The processes of one pool, and what they have not begun."""

    jobs: int
    job: Job
    waiting: deque[Task[Item]]
    workers: list[Worker[Item]] = field(default_factory=list)
    stillborn: int = 0
    shared: "_Shared | None" = None

    def events(self) -> Iterator[Began[Item] | Done[Item, Any] | Died[Item]]:
        """Hand out what waits and tell what comes of it, until nothing is left."""
        while self.waiting or any(worker.task and not worker.task.spare for worker in self.workers):
            yield from self._hand_out()
            self._hire()
            by_pipe: dict[Any, Worker[Item]] = {worker.pipe: worker for worker in self.workers}
            for pipe in wait(list(by_pipe)):
                yield from self._heard(by_pipe[pipe])

    def _hand_out(self) -> Iterator[Began[Item]]:
        """Give an item to every process that has asked for one, also long ago: some come back.

        Where nothing waits, a part of what another process is about.
        """
        for worker in self.workers:
            if worker.ready and self.waiting:
                task = self.waiting.popleft()
                worker.give(task, self.job.parts(task.item) if self.job.parts else ())
                yield Began(task.item)
            elif worker.ready and (busy := next((w for w in self.workers if w.parts), None)):
                # The last part: who has the item does them from the first to the last.
                worker.give(Task(busy.parts.pop(), tries=1, spare=True))

    def _hire(self) -> None:
        coming = sum(worker.task is None for worker in self.workers)
        wanted = min(self.jobs - len(self.workers), len(self.waiting) - coming)
        if wanted > 0 and self.shared is None:
            self.shared = _Shared(self.job.beside)
        for _ in range(wanted):
            assert self.shared is not None, "it is begun before the first process"
            self.workers.append(Worker(self.job.given(self.shared.line)))

    def _heard(self, worker: "Worker[Item]") -> Iterator[Done[Item, Any] | Died[Item]]:
        try:
            said, value = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._lost(worker)
            return
        if said == "raised":
            raise value
        self.stillborn = 0
        worker.ready = True
        task = worker.rest()
        if task is not None and not task.spare:
            yield Done(task.item, value)

    def _lost(self, worker: "Worker[Item]") -> Iterator[Died[Item]]:
        """Put what a dead process was about back to be tried again, or give it up."""
        self.workers.remove(worker)
        code, task = worker.end(), worker.rest()
        if task is not None and task.spare:
            return
        if task is None:
            self.stillborn += 1
            if self.stillborn > MOST_STILLBORN:
                raise SandboxGone(
                    f"Grading processes die before they have begun (exit code {code}). Look for "
                    f"free memory, or grade with fewer --jobs."
                )
            return
        again = task.tries > 1
        if again:
            self.waiting.append(replace(task, tries=task.tries - 1))
        yield Died(task.item, code, again)

    def end(self) -> None:
        """End all processes, and what they have started, at once."""
        for worker in self.workers:
            worker.kill()
        for worker in self.workers:
            worker.end()
        if self.shared is not None:
            self.shared.end()


class _Shared:
    """What stands beside the processes of one pool, and our end of its socket, None without."""

    def __init__(self, beside: Beside | None) -> None:
        self.line: socket.socket | None = None
        self._server: Server | None = None
        if beside is not None:
            with suppress(AutograderError, OSError):  # each process meets the same, and says so
                self._server = beside.server()
                self.line = self._server.start()

    def end(self) -> None:
        """End it; the processes that asked it have ended."""
        if self.line is not None:
            self.line.close()
        if self._server is not None:
            self._server.kill()
