"""Work shared among fresh processes, each of which is prepared once and then kept warm."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing.connection import wait
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_processes(
    jobs: int,
    prepare: Callable[..., None],
    prepared_with: tuple[Any, ...],
    work: Callable[[Item], Result],
    items: Iterable[Item],
) -> Iterator[Result]:
    """Give the results of `work` as they are ready, in `jobs` processes.

    Every process calls `prepare(*prepared_with)` first. Raises BrokenProcessPool when one dies,
    and whatever `work` raises; then, and on Ctrl-C, nothing more is begun. None of them outlives
    this process, however it ends.
    """
    with ProcessPoolExecutor(
        max_workers=jobs,
        # A fork would take threads, locks and file descriptors of a warm sandbox with it.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(prepare, prepared_with),
    ) as pool:
        futures: list[Future[Result]] = [pool.submit(work, item) for item in items]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _begin(prepare: Callable[..., None], prepared_with: tuple[Any, ...]) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "a pool's process has been started by another"
    # Else it would wait for work for ever, since it holds the queue's other end itself.
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    prepare(*prepared_with)


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
