"""Survive a closed stdout, as with `head`, and one that knows few characters: the work goes on."""

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import TextIOWrapper
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


# What stands in for them where the encoding is not UTF-8, as in Windows: ✓ and ✗ stay apart.
_PLAIN = {
    "✓": "+",
    "✗": "x",
    "○": "o",
    "–": "-",
    "·": "*",
    "…": "...",
    "×": "x",
    "→": "->",
    "≤": "<=",
    "“": '"',
    "”": '"',
    "’": "'",
    "\u2068": "",
    "\u2069": "",
}
_IN_PLAIN = "autograder.plain"


def speak_any_encoding() -> None:
    """Have stdout and stderr write what their encoding has not in characters that it has."""
    codecs.register_error(_IN_PLAIN, _in_plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors=_IN_PLAIN)


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_PLAIN.get(one, "?") for one in missing), error.end


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
