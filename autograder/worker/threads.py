"""PyTorch's modes in threads that are begun, which it keeps for each alone; one thread for sums."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import torch


@contextmanager
def in_all_threads(entered: Callable[[], AbstractContextManager[Any]]) -> Iterator[None]:
    """Enter a context here and in every thread that is begun until the block ends."""
    begin: Callable[[threading.Thread], None] = threading.Thread._bootstrap_inner  # type: ignore[attr-defined]

    def began(thread: threading.Thread) -> None:
        with entered():
            begin(thread)

    threading.Thread._bootstrap_inner = began  # type: ignore[attr-defined]
    try:
        with entered():
            yield
    finally:
        threading.Thread._bootstrap_inner = begin  # type: ignore[attr-defined]


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute in one thread: sums over several come in another order and round otherwise."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
