"""A Transport whose questions are answered by a process in the sandbox."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from autograder.checking.oracle import TookTooLong
from autograder.checking.stand_in import StandIns
from autograder.checking.student import Failed, Play, StudentCrashed
from autograder.course.options import Limits
from autograder.diagnosis.raised import of_output
from autograder.records.cell import CellRun, CodeCell
from autograder.sandbox import crashes
from autograder.sandbox.process import Child
from autograder.sandbox.question import Question, Refused
from autograder.sandbox.stopwatch import Allowance, Spent, Stopwatch
from autograder.text.i18n import listed, said
from autograder.worker import wire

LONGEST_CELL = 1 << 20  # characters
LONGEST_ERROR = 1 << 14
MOST_PICTURES = 8  # of one cell
PICTURE_BYTES = 1 << 22  # of one cell, together
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Sitting:
    """What all the processes of one exercise share: its cells, its time, what killed them.

    `lent`, functions that stand in for the submission's own once each cell has run.
    """

    cells: tuple[CodeCell, ...]
    stopwatch: Stopwatch
    limits: Limits
    spawn: Callable[[], Child]
    deadly: dict[str, CellRun] = field(default_factory=dict)
    lent: StandIns | None = None


class WireTransport:
    """Asks one process of a submission; once that has died, every question is a crash.

    Of a cell that has killed a process, the next one runs what stands above the deadly statement.
    """

    def __init__(self, sitting: Sitting, pictures: bool = True) -> None:
        self._sitting = sitting
        self._pictures = pictures
        self._sequence = 0
        self._death: StudentCrashed | None = None
        self._runs: dict[str, CellRun] = {}
        self._reached: list[int] = []
        self._child = sitting.spawn()
        while not self._cells_done():
            self._child = sitting.spawn()
            self._death, self._sequence = None, 0

    @property
    def alive(self) -> bool:
        """Say whether the process can still be asked."""
        return self._death is None

    @property
    def runs(self) -> tuple[CellRun, ...]:
        """Return what each cell printed, drew and raised, in their order."""
        known = {**self._runs, **self._sitting.deadly}
        return tuple(known[c.cell_id] for c in self._sitting.cells if c.cell_id in known)

    def fresh(self) -> "WireTransport":
        """Return a transport with the same cells in a new process, but for cells that killed
        one.
        """
        return WireTransport(self._sitting, pictures=False)

    def close(self) -> None:
        """End the process and wait until it has ended."""
        if self._death is None:
            self._death = StudentCrashed("The process has been ended.", "exit")
            self._end()

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        """Send one request, serve the oracle calls it makes through `play`, give its value.

        Raises StudentCrashed with its cause, what `play` refused with, and SandboxError.
        """
        return self._asked(request, play, max_bytes, wire.MAX_HEADER)

    def _asked(
        self, request: Mapping[str, Any], play: Play | None, max_bytes: int, max_header: int
    ) -> Any:
        if self._death is not None:
            told = said("Not asked, since the process had ended before.")
            message = listed([told, self._death.message])
            raise StudentCrashed(message, self._death.cause)
        self._sequence += 1
        limits, lent = self._sitting.limits, self._sitting.lent
        play = lent.beside(play) if lent else play
        addresses = lent.addresses if lent else frozenset()
        question = Question(self._sequence, request, play, max_bytes, max_header, limits, addresses)
        self._reached = question.reached
        settled = False
        try:
            value = self._put(question)
            settled = True
            return value
        except (StudentCrashed, Failed, ValueError):
            settled = self._death is None
            raise
        finally:
            if not settled:  # interrupted, too: what the process says now answers nothing
                self._death = self._death or crashes.of_protocol(request)
                self._end()

    def _end(self) -> None:
        """End the process, and count what it has used since it was last read."""
        ending = self._child.end()
        if ending is not None:
            self._sitting.stopwatch.count(self._child, ending.cpu_seconds)

    def _put(self, question: Question) -> Any:
        """Put a question; when the process is lost over it, say why and remember its death."""
        stopwatch, limits = self._sitting.stopwatch, self._sitting.limits
        try:
            if stopwatch.left <= 0:
                raise Spent("whole")
            allowance = Allowance(stopwatch, limits, self._child)
            return question.put(self._child.connection, allowance)
        except Refused as refused:
            stopwatch.met |= isinstance(refused.failed, TookTooLong)
            if refused.fault is not None:
                self._death = self._death_by(refused.fault, question.request)
            raise refused.failed from refused
        except (Spent, wire.ProtocolError, wire.PeerGone) as fault:
            self._death = self._death_by(fault, question.request)
        raise self._death

    def _death_by(self, fault: Exception, request: Mapping[str, Any]) -> StudentCrashed:
        """Return the crash that a fault of a question is told as; raises SandboxError if it is
        ours.

        What was spent, or was ended by the kernel for it, is noted at the stopwatch.
        """
        limits = self._sitting.limits
        if isinstance(fault, wire.PeerGone):
            crash = crashes.of_ending(self._child.parting(), request, limits)
        elif isinstance(fault, Spent):
            crash = crashes.of_limit(fault.limit, request, limits)
        elif isinstance(fault, wire.TooLarge):
            crash = of_output(request)
        else:
            crash = crashes.of_protocol(request)
        self._sitting.stopwatch.met |= crash.cause in ("cpu_time", "idle")
        return crash

    def _cells_done(self) -> bool:
        """Run the cells in order; give False when one killed the process and there is time left."""
        for cell in self._sitting.cells:
            before = self._sitting.deadly.get(cell.cell_id)
            if before is not None and (before.spoilt or not before.reached):
                continue
            run = self._run(cell, before.reached if before else ())
            self._runs[cell.cell_id] = run
            if not self.alive:
                if self._sitting.stopwatch.left <= 0:
                    return True  # what was left was too little: no fault of this cell
                self._sitting.deadly[cell.cell_id] = replace(before, spoilt=True) if before else run
                return False
        return True

    def _run(self, cell: CodeCell, until: tuple[int, ...]) -> CellRun:
        """Run a cell, up to the statement at `until` if there is one."""
        if len(cell.source) > LONGEST_CELL:
            error = f"This cell is longer than {LONGEST_CELL} characters and was passed over."
            return CellRun(cell.cell_id, error=error)
        characters = self._sitting.limits.output_kb << 10
        request = {
            "op": "cell",
            "source": cell.source,
            "name": cell.name,
            "characters": characters,
            "pictures": MOST_PICTURES if self._pictures else 0,
            "picture_bytes": PICTURE_BYTES,
            "until": list(until),
        }
        if self._sitting.lent:
            request["lent"] = list(self._sitting.lent.names)
        try:
            value = self._asked(request, None, PICTURE_BYTES, 4 * characters + wire.MAX_HEADER)
        except StudentCrashed as crash:
            error, reached = f"{crash.message} {crash.detail}".strip(), tuple(self._reached)
            death = crash.message if self._death else ""
            return CellRun(cell.cell_id, error=error, death=death, reached=reached)
        except Failed as failed:  # it asked too much of a function that stands in
            return CellRun(cell.cell_id, error=failed.message)
        return _run_of(cell, value, characters)


def _run_of(cell: CodeCell, value: Any, characters: int) -> CellRun:
    """Return the run of a cell as its process tells it; what has another form is left out."""
    said = value if type(value) is dict else {}
    stdout, error, drawn = said.get("stdout"), said.get("error"), said.get("pictures")
    tensors = drawn if type(drawn) is list else []
    plain = [t for t in tensors if isinstance(t, Tensor) and t.dtype is torch.uint8]
    pictures = [t.numpy().tobytes() for t in plain]
    return CellRun(
        cell.cell_id,
        stdout[: characters + 100] if type(stdout) is str else "",
        error[:LONGEST_ERROR] if type(error) is str else "",
        tuple(png for png in pictures[:MOST_PICTURES] if png.startswith(PNG)),
    )
