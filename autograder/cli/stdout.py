"""Survive a closed stdout, as with `head`: the work goes on."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any, TextIO


@contextmanager
def ignore_broken_pipe() -> Iterator[None]:
    """Let what is printed on a closed pipe go nowhere, without an error, as the body runs."""
    stream = _Stdout(sys.stdout)
    with redirect_stdout(stream):
        try:
            yield
        finally:
            stream.flush()  # here, and not as the interpreter ends


class _Stdout:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            self._leave()
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._leave()

    def _leave(self) -> None:
        # What is still in the stream's buffer goes there too.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
