"""Work shared among the workers of a Dask cluster, with the events of `pool`."""

import pickle
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Generic
from uuid import uuid4

from distributed import KilledWorker, fire_and_forget

from autograder.errors import AutograderError, SandboxGone
from autograder.parallel.dask import tasks
from autograder.parallel.dask.base import Way
from autograder.parallel.pool import MOST_STILLBORN, Began, Died, Done
from autograder.parallel.worker import Item

LOOK_SECONDS = 1.0  # between two looks at which workers are there
ANSWER_SECONDS = 30.0  # that the scheduler may take to tell them
FETCH_SECONDS = 5.0  # for a result, whose worker may have died since


@dataclass(frozen=True)
class WorkerLost(Died[Item]):
    """A Dask worker was lost over an item; its exit code, if it has one, is not known."""

    where: str = ""

    @property
    def how(self) -> str:
        """Say what was lost."""
        return f"the Dask worker {self.where} was lost"


@dataclass
class _Worker(Generic[Item]):
    """One Dask worker, the process that grades there once it has one, and what it is about."""

    address: str
    where: str
    seat: str = ""
    ready: bool = False
    task: tuple[Item, int] | None = None
    future: Any = None


@dataclass
class DaskPool(Generic[Item]):
    """The workers that one run uses, and what none of them has begun.

    Every task is bound to one worker: so Dask neither moves it nor tries it again elsewhere, and
    whose try it was is known. A worker has one task at a time, so what has begun is being graded.
    """

    way: Way
    job: bytes
    waiting: deque[tuple[Item, int]]
    wait_seconds: float
    hands: dict[str, _Worker[Item]] = field(default_factory=dict)
    news: "SimpleQueue[tuple[_Worker[Item], Any]]" = field(default_factory=SimpleQueue)
    stillborn: int = 0
    looked: float = -LOOK_SECONDS
    seen: float = field(default_factory=time.monotonic)

    def events(self) -> Iterator[Began[Item] | Done[Item, Any] | Died[Item]]:
        """Hand out what waits and tell what comes of it, until nothing is left."""
        while self.waiting or any(hand.task for hand in self.hands.values()):
            if time.monotonic() - self.looked >= LOOK_SECONDS:
                yield from self._look()
            yield from self._hand_out()
            self._seat()
            with suppress(Empty):
                hand, future = self.news.get(timeout=LOOK_SECONDS)
                if hand.future is future and self.hands.get(hand.address) is hand:
                    yield from self._heard(hand)

    def _look(self) -> Iterator[Died[Item]]:
        """See which workers have come and gone; raises SandboxGone when nobody is to be had."""
        present = self._present()
        self.way.tend({worker["name"] for worker in present.values()})
        for address in [address for address in self.hands if address not in present]:
            yield from self._lost(self.hands[address])
        most = self.way.most or len(present)
        for address, worker in present.items():
            running = worker["status"] == "running"
            if running and address not in self.hands and len(self.hands) < most:
                self.hands[address] = _Worker(address, f"{worker['name']} on {worker['host']}")
        self.looked = time.monotonic()
        if self.hands:
            self.seen = self.looked
        elif self.looked - self.seen > self.wait_seconds:
            raise SandboxGone(
                f"No worker has come within {self.wait_seconds:g} s. {self.way.absence()} What was "
                f"graded is kept; wait_seconds in [cluster] of course.toml is how long to wait."
            )

    def _present(self) -> dict[str, Any]:
        client = self.way.client
        with suppress(OSError, TimeoutError, AttributeError):
            if client.status == "running":
                ask = client.scheduler.identity
                told = client.sync(ask, n_workers=-1, callback_timeout=ANSWER_SECONDS)
                return {
                    address: {**worker, "name": str(worker["name"])}
                    for address, worker in told["workers"].items()
                    if self._is_fit(worker)
                }
        raise SandboxGone(
            "The Dask scheduler is gone, or cannot be reached any more. What was graded is kept: "
            "run the same command again when it is there."
        )

    def _is_fit(self, worker: dict[str, Any]) -> bool:
        has = worker["resources"]
        return all(has.get(name, 0) >= much for name, much in self.way.resources.items())

    def _hand_out(self) -> Iterator[Began[Item]]:
        for hand in self.hands.values():
            if hand.ready and self.waiting:
                hand.task, hand.ready = self.waiting.popleft(), False
                item = hand.task[0]
                self._submit(hand, tasks.work, hand.seat, pickle.dumps(item))
                yield Began(item)

    def _seat(self) -> None:
        """Have as many processes begun as there are items that wait for one."""
        coming = sum(bool(hand.seat) and hand.task is None for hand in self.hands.values())
        free = [hand for hand in self.hands.values() if not hand.seat]
        for hand in free[: max(0, len(self.waiting) - coming)]:
            hand.seat = uuid4().hex
            self._submit(hand, tasks.sit, hand.seat, self.job)

    def _submit(self, hand: _Worker[Item], task: Any, *arguments: Any) -> None:
        # The key is all that others see of it on the scheduler's pages.
        hand.future = self.way.client.submit(
            task,
            *arguments,
            key=f"autograder-{uuid4().hex}",
            workers=[hand.address],
            resources=self.way.resources or None,
            retries=0,
            pure=False,
        )
        hand.future.add_done_callback(lambda future: self.news.put((hand, future)))

    def _heard(self, hand: _Worker[Item]) -> Iterator[Done[Item, Any] | Died[Item]]:
        try:
            kind, value = hand.future.result(timeout=FETCH_SECONDS)
        except (KilledWorker, CancelledError):
            yield from self._lost(hand)
            return
        except TimeoutError:  # a look will tell whether its worker is gone
            self.news.put((hand, hand.future))
            return
        except Exception as error:  # Dask gives whatever was raised there
            raise _elsewhere(hand.where, error) from error
        hand.future = None
        if kind == "said":
            yield from self._said(hand, *pickle.loads(value))
        elif kind == "died":
            yield from self._died(hand, value)
        else:
            self._put_back(hand)

    def _said(self, hand: _Worker[Item], word: str, value: Any) -> Iterator[Done[Item, Any]]:
        if word == "raised":
            raise _told(hand, value)
        self.stillborn, hand.ready = 0, True
        if hand.task is not None:
            item, hand.task = hand.task[0], None
            yield Done(item, value)

    def _put_back(self, hand: _Worker[Item]) -> None:
        """Return an item that was never begun to another process, which costs it no try."""
        hand.seat, hand.ready = "", False
        if hand.task is not None:
            self.waiting.appendleft(hand.task)
            hand.task = None

    def _died(self, hand: _Worker[Item], code: int) -> Iterator[Died[Item]]:
        """Tell of the death of the process that graded on a worker."""
        task, hand.task, hand.seat, hand.ready = hand.task, None, "", False
        if task is None:
            self._count_stillborn(f"exit code {code}, {hand.where}")
        else:
            yield Died(task[0], code, again=self._again(task))

    def _lost(self, hand: _Worker[Item]) -> Iterator[Died[Item]]:
        """Tell of a worker that is gone, with all that was on it."""
        del self.hands[hand.address]
        if hand.future is not None:
            hand.future.cancel()
        if hand.task is not None:
            yield WorkerLost(hand.task[0], 0, self._again(hand.task), hand.where)
        elif hand.seat and not hand.ready:
            self._count_stillborn(f"{hand.where} was lost")

    def _again(self, task: tuple[Item, int]) -> bool:
        item, tries = task
        if tries > 1:
            self.waiting.append((item, tries - 1))
        return tries > 1

    def _count_stillborn(self, how: str) -> None:
        self.stillborn += 1
        if self.stillborn > MOST_STILLBORN:
            raise SandboxGone(
                f"Grading processes die on the workers before they have begun ({how}). Look for "
                f"free memory there, or ask for more in [cluster] of course.toml."
            )

    def end(self) -> None:
        """End all processes on the workers at once, and leave the workers as they were found."""
        client = self.way.client
        if client.status != "running":
            return  # they end by themselves: no worker outlives its scheduler
        for hand in self.hands.values():
            if hand.future is not None:
                hand.future.cancel()
            if hand.seat:
                leaving = client.submit(
                    tasks.leave, hand.seat, workers=[hand.address], pure=False, priority=1
                )
                fire_and_forget(leaving)


def _told(hand: _Worker[Any], error: Exception) -> Exception:
    """Say on which worker an error of grading was raised, as far as it is a sentence."""
    if isinstance(error, AutograderError):
        return type(error)(f"On the Dask worker {hand.where}: {error}")
    return _elsewhere(hand.where, error) if hand.task is None else error


def _elsewhere(where: str, error: Exception) -> SandboxGone:
    return SandboxGone(
        f"Dask could not grade on the worker {where} ({type(error).__name__}: {error}). Scheduler "
        f"and workers need the same autograder, Python and Dask as here."
    )
