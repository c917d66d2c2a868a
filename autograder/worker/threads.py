"""A context that threads begun within it enter, too: PyTorch keeps modes for each thread alone."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any


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
