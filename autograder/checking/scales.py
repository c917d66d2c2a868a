"""A wrong unit or sign costs points once: later checks of a name ask it in the right one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from torch import Tensor

from autograder.records.verdict import Finding


@dataclass(frozen=True)
class Scales:
    """By name of the student's, the factor that its answers are known to be off by.

    `used` gathers the names of which an answer was asked in the right unit for that.
    """

    by_name: Mapping[str, float] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @classmethod
    def found(cls, earlier: Iterable[Finding]) -> "Scales":
        """Return what earlier findings tell; the first of each name counts."""
        told = [finding.scale for finding in earlier if finding.scale]
        return cls(dict(reversed(told)))

    def corrected(self, name: str, answer: Tensor) -> Tensor:
        """Return an answer divided by the factor of its name, in the answer's dtype."""
        if name not in self.by_name or not answer.dtype.is_floating_point:
            return answer
        self.used.add(name)
        return (answer.double() / self.by_name[name]).to(answer.dtype)
