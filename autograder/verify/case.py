"""One known submission under one secret, and what grading made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from autograder.course.known import Known

Status = Literal["killed", "survived", "passed", "accused", "broken"]

REFERENCE = "(reference)"


@dataclass(frozen=True)
class Case:
    """One known submission under one course secret."""

    known: Known
    secret: str


@dataclass(frozen=True)
class Outcome:
    """What grading made of a case: `lost` gives the outcome of each check that did not pass.

    `kind`, how severe its mistake is; `kept`, the share of points that it keeps of what the names
    that it gets wrong are worth.
    `told`, what each of them said to the student, and of one that broke, what it raised and where.
    """

    exercise: str
    name: str
    right: bool
    secret: str
    points: float
    max_points: float
    expect: tuple[str, ...]
    says: str
    lost: Mapping[str, str]
    named: bool
    cpu_seconds: float
    seconds: float
    kind: str = ""
    kept: float = 1.0
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        """Say whether a wrong submission lost points (killed), and a right one none (passed)."""
        if "broken" in self.lost.values():
            return "broken"
        if self.right:
            return "accused" if self.lost else "passed"
        return "killed" if self.points < self.max_points else "survived"

    @property
    def unmet(self) -> tuple[str, ...]:
        """Return the checks that were expected to fail and did not."""
        return tuple(check for check in self.expect if check not in self.lost)

    @property
    def sound(self) -> bool:
        """Say whether grading did what the submission's author says it must."""
        if self.right:
            return self.status == "passed"
        # Its words are asked of a share of all, see `matrix.NAMED`.
        return self.status == "killed" and bool(self.expect) and not self.unmet


@dataclass(frozen=True)
class VerifyRun:
    """Where the cases are held: the course in `root`, its assignment and the sandbox.

    `released`, the notebook of which they are answers, as text: what would be released now;
    `engine`, the hash of the tool's own files when the command began; `trains_once`, whether equal
    models of one known submission are trained once for all its cases; `variant`, that of the
    assignment, "" where it has none.
    """

    root: Path
    assignment: str
    sandbox: str
    engine: str
    released: str
    trains_once: bool = False
    variant: str = ""
