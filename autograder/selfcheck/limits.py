"""The limits of grading in a student's own process: an endless loop ends, and Ctrl-C ends all.

A thread looks on while the main one works, and sends it the signal of Ctrl-C at a limit. What
cannot be ended so is code that catches every exception, and one long call of a library.
"""

import _thread
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from autograder.course.seconds import Seconds

TICK_SECONDS = 0.25
AWAKE = 0.02  # of a tick in processor time: with less, the process has slept


class TimeLimit(BaseException):
    """A limit was met: `limit` is "cpu" or "idle". No Exception, so that most code lets it pass."""

    def __init__(self, limit: str, seconds: float) -> None:
        kind = "slept or waited for" if limit == "idle" else "used more than"
        unit = "" if limit == "idle" else " of processor time"
        super().__init__(f"it {kind} {seconds:g} s{unit} and was stopped")
        self.limit = limit


class _Watch:
    """What the body of `limited` has used, and how it is to end."""

    def __init__(self, seconds: Seconds) -> None:
        self._seconds = seconds
        self._over = threading.Event()
        self._limit = ""
        self.by_hand = False

    def look_on(self) -> None:
        """Count processor time and sleep until the body is over; interrupt it at a limit."""
        start = last = time.process_time()
        slept, looked = 0.0, time.monotonic()
        while not self._over.wait(TICK_SECONDS):
            now, used = time.monotonic(), time.process_time()
            if used - last < AWAKE * (now - looked):
                slept += min(now - looked, 1.0)  # no more: a laptop may have been shut
            looked, last = now, used
            if used - start >= self._seconds.call:
                self._interrupt("cpu")
            elif slept >= self._seconds.idle:
                self._interrupt("idle")

    def _interrupt(self, limit: str) -> None:
        self._limit = limit
        if hasattr(signal, "pthread_kill"):  # wakes a sleeping main thread, too
            main = threading.main_thread().ident
            assert main is not None, "the main thread runs"
            signal.pthread_kill(main, signal.SIGINT)
        else:
            _thread.interrupt_main()

    def handle(self, _number: int, _frame: FrameType | None) -> None:
        """Take the signal: it is the limit's, or a person's."""
        limit, self._limit = self._limit, ""
        if limit:
            if not self._over.is_set():
                seconds = self._seconds.idle if limit == "idle" else self._seconds.call
                raise TimeLimit(limit, seconds)
            return
        self.by_hand = True
        raise KeyboardInterrupt

    def end(self) -> None:
        """Look on no more."""
        self._over.set()


@contextmanager
def limited(seconds: Seconds) -> Iterator[None]:
    """Stop the body at a limit by TimeLimit, raised within it; `seconds.whole` is not looked at.

    A person's Ctrl-C is raised again at the end where the body has swallowed it. Only the main
    thread can be stopped: in any other there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    watch = _Watch(seconds)
    # None is a handler that no Python has set, and that none can set again.
    before = signal.signal(signal.SIGINT, watch.handle) or signal.SIG_DFL
    thread = threading.Thread(target=watch.look_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        try:
            watch.end()
            thread.join()  # a signal that it has just sent is taken before the handler goes
        finally:
            signal.signal(signal.SIGINT, before)
    if watch.by_hand:
        raise KeyboardInterrupt
