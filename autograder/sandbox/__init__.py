"""Where a submission's code runs, out of reach of everything else; one interface for each wall."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from autograder.cell import CellRun, CodeCell
from autograder.course import Limits
from autograder.errors import SandboxError
from autograder.sandbox.bubblewrap import Bubblewrap
from autograder.sandbox.stopwatch import Stopwatch
from autograder.sandbox.warm_sandbox import WarmSandbox
from autograder.student import Desk

__all__ = ["Sandbox", "SandboxDesk", "Stopwatch", "open_sandbox"]


class SandboxDesk(Desk, Protocol):
    """A desk over one process of a submission in a sandbox."""

    @property
    def alive(self) -> bool:
        """Say whether the process can still be asked."""

    @property
    def runs(self) -> tuple[CellRun, ...]:
        """Give what each cell printed, drew and raised, in their order."""

    def fresh(self) -> "SandboxDesk":
        """Give a desk with the same cells in a new process, but for cells that killed one."""


class Sandbox(Protocol):
    """Runs submissions, each in a process of its own; entering starts it, leaving ends it."""

    def open(
        self,
        cells: Sequence[CodeCell],
        stopwatch: Stopwatch | None = None,
        deadly: dict[str, CellRun] | None = None,
    ) -> SandboxDesk:
        """Run the cells in a new process and give the desk to ask it at.

        Args: `stopwatch`, the time that the whole submission has, a new one of wall_seconds if
        None; `deadly`, by id the cells that killed a process before: they are passed over, and
        newly found ones are added. Raises SandboxError when no process can be had, never for what
        the cells do.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_sandbox(name: str, limits: Limits, data: Path) -> Sandbox:
    """Give the sandbox of this name, to be entered with `with`.

    Args: `limits`, what one submission may use; `data`, the folder with the assignment's public
    files, which the student's code finds in its working folder. Raises SandboxError, saying what
    to install or allow; there is no way to run a submission without one.
    """
    if name != "bubblewrap":
        raise SandboxError(
            f"There is no sandbox {name!r}. Use bubblewrap, in course.toml or as --sandbox."
        )
    return WarmSandbox(Bubblewrap(data), limits)
