"""The time that one submission has left, counted only while its code is being waited for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Seconds that a submission may still use, shared by all the processes it gets."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds

    def allowance(self, seconds: float) -> "Allowance":
        """Give at most `seconds` for one question, and no more than is left."""
        return Allowance(self, min(seconds, self.left))


class Allowance:
    """Seconds for one question; what is used is taken from the stopwatch too."""

    def __init__(self, stopwatch: Stopwatch, seconds: float) -> None:
        self._stopwatch = stopwatch
        self.left = seconds

    @contextmanager
    def running(self) -> Iterator[float]:
        """Count time while the body runs; gives its deadline, a time.monotonic() second."""
        start = time.monotonic()
        try:
            yield start + self.left
        finally:
            used = time.monotonic() - start
            self.left -= used
            self._stopwatch.left -= used
