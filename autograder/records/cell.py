"""Notebook cells as the sandbox gets them, and what came of running them."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CodeCell:
    """One code cell to run; `name` is how messages call it (its grade_id, or "cell 7")."""

    cell_id: str
    name: str
    source: str


@dataclass(frozen=True)
class CellRun:
    """What one notebook cell printed, drew and raised when it ran in the sandbox.

    Of one that killed its process while it ran, and not kept with a verdict: `death` says how as a
    sentence; `reached` is the statement at which it stood, with lines in what magics of it ran.
    What stands above that is run again in the next process, until that dies, too: `spoilt`.
    """

    cell_id: str
    stdout: str = ""
    error: str = ""
    pictures: tuple[bytes, ...] = ()
    death: str = field(default="", compare=False)
    reached: tuple[int, ...] = field(default=(), compare=False)
    spoilt: bool = field(default=False, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return the run as plain data."""
        pictures = [base64.b64encode(png).decode("ascii") for png in self.pictures]
        return {
            "cell_id": self.cell_id,
            "stdout": self.stdout,
            "error": self.error,
            "pictures": pictures,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CellRun":
        """Read what `to_json` wrote."""
        pictures = tuple(base64.b64decode(png) for png in data["pictures"])
        return cls(data["cell_id"], data["stdout"], data["error"], pictures)
