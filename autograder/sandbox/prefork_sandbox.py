"""A sandbox whose processes come from one warm process behind one outer wall."""

import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Self

from autograder.checking.stand_in import StandIns
from autograder.course.options import Limits
from autograder.course.per_exercise import narrowest
from autograder.records.cell import CellRun, CodeCell
from autograder.sandbox.prefork import NestingRefused, Terms, Wall, Warm
from autograder.sandbox.process import Child
from autograder.sandbox.session import Sitting, WireTransport
from autograder.sandbox.stopwatch import Stopwatch

log = logging.getLogger("autograder")


class WarmSandbox:
    """Opens transports over children of a warm process; see `autograder.sandbox.base.Sandbox`.

    Where the wall's kernel refuses namespaces within, `cold` gives a wall for each child alone;
    without it, there is no grading then. `warm`, a line to a warm process that others ask, too.
    """

    def __init__(
        self,
        wall: Wall,
        limits: Limits,
        terms: Terms,
        cold: Callable[[], Wall] | None = None,
        warm: socket.socket | None = None,
    ) -> None:
        self._limits = limits
        self._terms = terms
        self._cold = cold
        self._warm = Warm(wall, limits, terms, warm)
        self._spawn: Callable[[Limits], Child] = self._warm.child

    def open(
        self,
        cells: Sequence[CodeCell],
        stopwatch: Stopwatch | None = None,
        deadly: dict[str, CellRun] | None = None,
        lent: StandIns | None = None,
    ) -> WireTransport:
        """Run the cells in a new process and return the transport to it; raises SandboxError."""
        time = stopwatch or Stopwatch(self._limits.cpu_seconds)
        # A sandbox is never wider than it was opened, whatever an exercise may use.
        limits = narrowest(self._limits, time.limits) if time.limits else self._limits
        known = {} if deadly is None else deadly
        spawn = partial(self._spawn, limits)
        return WireTransport(Sitting(tuple(cells), time, limits, spawn, known, lent))

    def __enter__(self) -> Self:
        self._warm.start()
        try:
            # A first child shows now, and not at the first submission, that nesting is allowed.
            self._warm.child(self._limits).end()
        except NestingRefused as refused:
            self._warm.stop()
            if self._cold is None:
                raise
            log.warning("%s Until then each process has a container of its own: slow.", refused)
            self._spawn = self._cold_child
        except BaseException:  # whatever it was, leave no process behind
            self._warm.stop()
            raise
        return self

    def _cold_child(self, limits: Limits) -> Child:
        """Return a process in a wall of its own, which falls when the process ends."""
        assert self._cold is not None, "without it, nesting is not optional"
        terms = replace(self._terms, namespaces=False)
        return Warm(self._cold(), limits, terms).only_child()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._warm.stop()
