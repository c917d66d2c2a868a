"""A density that is played for `discrete_bound`."""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

from autograder.checking.student import Failed, Oracle
from autograder.text.i18n import said

NOT_IMAGES = said(
    "`log_density` takes images y of shape (B, C, H, W), one argument, as many at once as you like."
)
WHOLE = said("`log_density` is of y in [0, 1): dequantize x first.")
BEYOND = 1.5  # what is put in above this was never divided by V


@dataclass(frozen=True)
class Density:
    """A density that is played, `log` from y (B, C, H, W) in float64 to (B,), nats.

    `asked` holds all that it was called with.
    """

    shape: tuple[int, ...]
    log: Callable[[Tensor], Tensor]
    asked: list[Tensor] = field(default_factory=list)

    @classmethod
    def uniform(cls, *shape: int) -> "Density":
        """Return the density that is 1 everywhere."""
        return cls(shape, lambda y: torch.zeros(len(y), dtype=torch.float64))

    def oracle(self) -> Oracle:
        """Return the density as an argument for the student's code."""
        return Oracle({"forward": self._forward})

    def _forward(self, y: object = None) -> Tensor:
        if not isinstance(y, Tensor) or tuple(y.shape[1:]) != self.shape or y.ndim != 4:
            raise Failed(NOT_IMAGES)
        self.asked.append(y)
        found = self.log(y.double().nan_to_num())
        return found.to(y.dtype) if y.dtype.is_floating_point else found

    def wrong(self, _: Tensor) -> str:
        """Return what to say where no mistake fits: was anything never divided by V?"""
        return WHOLE if any(bool((y > BEYOND).any()) for y in self.asked) else ""
