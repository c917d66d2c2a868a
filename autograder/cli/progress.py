"""A class being graded, as a person sees it: how far, how fast, how long still, who is slow."""

import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from autograder.records.verdict import Verdict
from autograder.text.sanitize import plain

SLOWEST, LONGEST_NAME = 3, 40
SETTLED = 3  # gradings after which a rate says something


class Board:
    """Counts what happens to a class of `total` submissions; as a context, shows it on stderr."""

    def __init__(
        self, total: int, shown: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._clock = clock
        self._outcomes: Counter[str] = Counter()
        self._known = 0
        self._graded = 0
        self._pending: int | None = None
        self._start = clock()
        self._running: dict[str, float] = {}
        self._retried = 0
        self._note = ""
        self._live = Live(self, console=Console(stderr=True), refresh_per_second=4, transient=True)
        self._shown = shown

    def pending(self, count: int) -> None:
        """`count` are queued; the rest are cached."""
        self._pending, self._start = count, self._clock()

    def began(self, student: str) -> None:
        """A student's submission is being graded from now on."""
        self._running[student] = self._clock()

    def lost(self, student: str, again: bool) -> None:
        """The process that graded it has died; the submission is tried again, or is broken."""
        self._running.pop(student, None)
        self._retried += again

    def done(self, verdict: Verdict) -> None:
        """A verdict is there."""
        self._outcomes[verdict.status] += 1
        self._running.pop(verdict.student, None)
        if self._pending is None:
            self._known += 1
        else:
            self._graded += 1

    def note(self, text: str) -> None:
        """Say what goes on after grading."""
        self._note = text

    def said(self) -> str:
        """Return the state of the class in one line."""
        parts = [f"{self._known + self._graded}/{self._total}"]
        rate = self._rate()
        if rate:
            left = ((self._pending or 0) - self._graded) / rate
            parts += [f"{60 * rate:.1f} a minute", f"{_clocked(left)} left"]
        parts += [f"{count} {outcome}" for outcome, count in sorted(self._outcomes.items())]
        if self._known:
            parts.append(f"{self._known} known already")
        if self._retried:
            parts.append(f"{self._retried} tried again")
        return " · ".join(parts)

    def running(self) -> str:
        """Name the submissions that are being graded for longest, '' for none."""
        now = self._clock()
        slowest = sorted(self._running.items(), key=lambda pair: pair[1])[:SLOWEST]
        named = [f"{plain(name, LONGEST_NAME)} {_clocked(now - at)}" for name, at in slowest]
        return f"running: {', '.join(named)}" if named else ""

    def _rate(self) -> float:
        """Return gradings per second, 0 as long as it would be a guess."""
        spent = self._clock() - self._start
        settled = self._graded >= min(SETTLED, self._pending or 0)
        return self._graded / spent if self._graded and settled and spent > 0 else 0.0

    def __rich__(self) -> Group:
        line = Table.grid(padding=(0, 1))
        done = self._known + self._graded
        bar = ProgressBar(total=max(1, self._total), completed=done, width=24)
        line.add_row("grading", bar, Text(self.said()))
        below = self._note or self.running()
        return Group(line, Text(f"  {below}", overflow="ellipsis", no_wrap=True))

    def __enter__(self) -> Self:
        if self._shown and self._live.console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live.is_started:
            self._live.stop()


def _clocked(seconds: float) -> str:
    """Return a time as 7 s, 2:05 or 1:02:05."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
