"""Where one exercise of a submission is examined: its processes, one after another.

Visible checks are asked first, in processes that no hidden input has ever reached: what they show
of an answer (its values, its exceptions, its pictures) cannot carry one out. Hidden ones follow in
other processes. What cells have printed is what they print before anything is asked.
"""

from collections.abc import Callable, Mapping
from typing import Any

from autograder.checking.check import Check
from autograder.checking.student import Play, Student, Transport
from autograder.records.cell import CellRun
from autograder.records.verdict import Finding
from autograder.sandbox.base import SandboxTransport


class Seat:
    """Return the process to ask each check at, opened when the first check of its kind is asked.

    `runs` holds what each cell printed, drew and raised, by its id, in the first process alone;
    `asked`, by check, the names of the student's that it has asked for.
    """

    def __init__(self, opened: Callable[[], SandboxTransport]) -> None:
        self._opened = opened
        self._transport: SandboxTransport | None = None
        self._visible = True
        self.runs: dict[str, CellRun] = {}
        self.asked: dict[str, set[str]] = {}

    def student(self, check: Check) -> Student:
        """Return the student for a check; raises SandboxError.

        A hidden check, and one after a check that has killed the process, gets a new process. To
        ask a visible check after a hidden one is a mistake of ours.
        """
        if self._transport is None:
            self._transport = self._opened()
            self.runs = {run.cell_id: run for run in self._transport.runs}
            self._visible = check.visible
        elif check.visible != self._visible or not self._transport.alive:
            assert self._visible or not check.visible, "a hidden input has been seen"
            ended, self._transport = self._transport, None  # where no next one begins, closed once
            ended.close()  # before the next one begins: no two of them hear of each other
            self._transport = ended.fresh()
            self._visible = check.visible
        return Student(_Heard(self._transport, self.asked.setdefault(check.name, set())))

    def suspects(self, findings: tuple[Finding, ...]) -> tuple[str, ...]:
        """Return the names that checks have asked for and were not content with."""
        wrong = (f.check for f in findings if f.outcome in ("failed", "crashed"))
        return tuple(sorted(set[str]().union(*(self.asked.get(name, ()) for name in wrong))))

    def close(self) -> None:
        """End the process."""
        if self._transport is not None:
            self._transport.close()


class _Heard:
    """A transport that notes which of the student's names are asked for."""

    def __init__(self, transport: Transport, names: set[str]) -> None:
        self._transport, self._names = transport, names

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        """Ask as ever, and note the name."""
        if "name" in request:
            self._names.add(str(request["name"]))
        return self._transport.ask(request, play, max_bytes)

    def fresh(self) -> "_Heard":
        """Return a transport in a new process, which notes names, too."""
        return _Heard(self._transport.fresh(), self._names)

    def close(self) -> None:
        """End the process behind this transport."""
        self._transport.close()
