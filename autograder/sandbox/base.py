"""Where a submission's code runs, out of reach of everything else; one interface for each wall."""

import socket
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from autograder.checking.stand_in import StandIns
from autograder.checking.student import Transport
from autograder.course.options import GradingOptions, Limits
from autograder.errors import SandboxError
from autograder.records.cell import CellRun, CodeCell
from autograder.sandbox.bubblewrap import Bubblewrap
from autograder.sandbox.prefork import Terms
from autograder.sandbox.prefork_sandbox import WarmSandbox
from autograder.sandbox.stopwatch import Stopwatch
from autograder.sandbox.walls import docker_module

__all__ = ["Sandbox", "SandboxTransport", "Stopwatch", "open_sandbox"]


class SandboxTransport(Transport, Protocol):
    """A transport over one process of a submission in a sandbox."""

    @property
    def alive(self) -> bool:
        """Say whether the process can still be asked."""

    @property
    def runs(self) -> tuple[CellRun, ...]:
        """Return what each cell printed, drew and raised, in their order."""

    def fresh(self) -> "SandboxTransport":
        """Return a transport with the same cells in a new process, but for cells that killed
        one.
        """


class Sandbox(Protocol):
    """Runs submissions, each in a process of its own; entering starts it, leaving ends it."""

    def open(
        self,
        cells: Sequence[CodeCell],
        stopwatch: Stopwatch | None = None,
        deadly: dict[str, CellRun] | None = None,
        lent: StandIns | None = None,
    ) -> SandboxTransport:
        """Run the cells in a new process and give the transport to ask it at.

        Args: `stopwatch`, what the exercise may still use, a new one of cpu_seconds if None;
        `deadly`, by id the cells that killed a process before: they are passed over, and newly
        found ones are added; `lent`, functions that stand in for the submission's own. Raises
        SandboxError when no process can be had, never for what the cells do.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_sandbox(
    name: str,
    limits: Limits,
    data: Path,
    options: GradingOptions | None = None,
    device: str = "cpu",
    hidden: Sequence[Path] = (),
    warm: socket.socket | None = None,
) -> Sandbox:
    """Return the sandbox of this name, to be entered with `with`.

    Args: `limits`, what one submission may use; `data`, the folder with the assignment's public
    files, which the student's code finds in its working folder; `options`, of course.toml;
    `device`, "cpu" or "cuda"; `hidden`, files and folders of which nothing may be seen inside,
    wherever they lie: see autograder/course/private.py; `warm`, a line to a process that is warm
    behind the same wall, for the sandbox bubblewrap. Raises SandboxError, saying what to
    install, allow or move; there is no way to run a submission without one.
    """
    options = options or GradingOptions()
    if name == "bubblewrap":
        return WarmSandbox(Bubblewrap(data, hidden), limits, Terms(options.recycle), warm=warm)
    if name != "docker":
        raise SandboxError(
            f"There is no sandbox {name!r}. Use bubblewrap or docker, in course.toml or as "
            f"--sandbox."
        )
    docker = docker_module()
    share = 90 // options.jobs_per_gpu if device == "cuda" else 0
    return WarmSandbox(
        docker.Docker(data, limits, options, device, hidden),
        limits,
        Terms(options.recycle, gpu_percent=share),
        cold=lambda: docker.Docker(data, limits, options, device, hidden, cold=True),
    )
