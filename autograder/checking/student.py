"""A submission's code as a check sees it: questions out, validated plain tensors back.

A Transport knows where it runs: behind the sandbox's wire, or in the student's own notebook.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from autograder.checking.answer import Answer
from autograder.checking.handle import Calls, Handle
from autograder.checking.oracle import Budget, Cost, Oracle
from autograder.checking.protocol import PUBLISHED_LR, Protocol
from autograder.checking.reply import Expect, Watched, expected_reference, require_nothing
from autograder.checking.scales import Scales
from autograder.checking.transport import Failed, NoGradient, Play, StudentCrashed, Transport
from autograder.text.i18n import said

__all__ = [
    "PUBLISHED_LR",
    "Answer",
    "Budget",
    "Cost",
    "Expect",
    "Failed",
    "Handle",
    "NoGradient",
    "Oracle",
    "Play",
    "Protocol",
    "Student",
    "StudentCrashed",
    "Transport",
    "Watched",
]


@dataclass(frozen=True)
class Student(Calls):
    """One submission's code, in one process: functions by name, objects by handle."""

    _transport: Transport
    order: torch.Generator | None = field(default=None, repr=False, compare=False)
    scales: Scales = field(default_factory=Scales, repr=False, compare=False)

    def _target(self, name: str) -> dict[str, Any]:
        return {"name": name}

    def _title(self, name: str) -> str:
        return f"`{name}`"

    def seed_everything(self, seed: int) -> None:
        """Seed Python's, NumPy's and torch's global generators in the student's process."""
        value = self._transport.ask({"op": "seed", "seed": seed}, None, 1 << 10)
        require_nothing(value, said("Seeding"))

    def generator(self, seed: int) -> "Handle":
        """Make a `torch.Generator` with this seed in the student's process."""
        return self.made("generator", said("Making a generator"), said("the generator"), seed=seed)

    def made(self, op: str, making: str, title: str, **request: Any) -> "Handle":
        """Have the student's process make an object of ours, and return a handle to it."""
        ref = self._transport.ask({"op": op, **request}, None, 1 << 10)
        return Handle(self._transport, expected_reference(ref, making), title)

    def through(self, way: Callable[[Transport], Transport]) -> "Student":
        """Return the same submission, asked at the transport that `way` makes of this one's."""
        return replace(self, _transport=way(self._transport))

    def drawing(self, order: torch.Generator, scales: Scales | None = None) -> "Student":
        """Return the same submission; named arguments go to it in orders drawn from `order`.

        Answers that are a unit off by `scales` come in the right one.
        """
        return replace(self, order=order, scales=scales or Scales())

    @contextmanager
    def fresh(self) -> Iterator["Student"]:
        """Return the same submission in a new process that has seen no question, then end it."""
        transport = self._transport.fresh()
        try:
            yield replace(self, _transport=transport)
        finally:
            transport.close()
