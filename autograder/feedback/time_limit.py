"""Patience with what students write, when it is laid out: what takes longer is shown as it stands.

Libraries that read Markdown, formulas and code take a time for some texts that nobody can foresee.
A timer of the process's own processor time ends them, so a loaded machine lays out the same.
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

LONGEST = 100_000  # characters of one cell that are laid out
CELL_SECONDS, PAGE_SECONDS = 5.0, 30.0  # of processor time


class _Over(BaseException):
    """The time is over; no library takes it for one of its own errors."""


class Patience:
    """The processor time that is left for one page.

    Only a program's main thread can be timed; elsewhere length alone is limited.
    """

    def __init__(self, seconds: float = PAGE_SECONDS) -> None:
        self.left = seconds

    def try_to(self, lay_out: Callable[[str], T], text: str) -> T | None:
        """Return what `lay_out` makes of a text, None where it takes too long or too deep a
        stack.
        """
        if len(text) > LONGEST or self.left <= 0:
            return None
        if threading.current_thread() is not threading.main_thread():
            return _laid_out(lay_out, text)
        allowed = min(CELL_SECONDS, self.left)
        before = signal.signal(signal.SIGVTALRM, _end)
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, allowed)
            found = _laid_out(lay_out, text)
            self.left -= allowed - signal.setitimer(signal.ITIMER_VIRTUAL, 0)[0]
            return found
        except _Over:
            self.left -= allowed
            return None
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _Over


def _laid_out(lay_out: Callable[[str], T], text: str) -> T | None:
    try:
        return lay_out(text)
    except (RecursionError, MemoryError):
        return None
