"""A sandbox whose processes come from one warm process behind one outer wall."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from autograder.cell import CellRun, CodeCell
from autograder.course import Limits
from autograder.sandbox.desk import Sitting, WireDesk
from autograder.sandbox.stopwatch import Stopwatch
from autograder.sandbox.warm import Wall, Warm


class WarmSandbox:
    """Opens desks over children of a warm process; see `autograder.sandbox.Sandbox`."""

    def __init__(self, wall: Wall, limits: Limits) -> None:
        self._warm = Warm(wall, limits)
        self._limits = limits

    def open(
        self,
        cells: Sequence[CodeCell],
        stopwatch: Stopwatch | None = None,
        deadly: dict[str, CellRun] | None = None,
    ) -> WireDesk:
        """Run the cells in a new process and give the desk to ask it at; raises SandboxError."""
        time = stopwatch or Stopwatch(self._limits.wall_seconds)
        known = {} if deadly is None else deadly
        return WireDesk(Sitting(tuple(cells), time, self._limits, self._warm.child, known))

    def __enter__(self) -> Self:
        self._warm.start()
        try:
            # A first child shows now, and not at the first submission, that nesting is allowed.
            self._warm.child().end()
        except BaseException:  # whatever it was, leave no process behind
            self._warm.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._warm.stop()
