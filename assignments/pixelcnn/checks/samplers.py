"""How `sample` and `complete` are called: their arguments, in the contract's order."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.models.sampler import Drawn, Sampler
from autograder.checking.student import Handle, Student
from autograder.probes.oracles import Law
from autograder.probes.order import Grid


@dataclass(frozen=True)
class Samplers:
    """A submission's `sample` and `complete`, asked about a law on images of a grid.

    `names`, where given, draws an order in which all arguments are given by name.
    """

    student: Student
    grid: Grid
    law: Law
    names: torch.Generator | None = None

    def sample(self, count: int, generator: Handle | None = None, **by_name: Any) -> Drawn:
        """Ask for `count` images; any floating dtype passes here."""
        given = self.of_shape(count)
        return self.named("sample").draw(count, generator, by_name=by_name, **given)

    def complete(self, x: Tensor, known: Tensor, generator: Handle | None = None) -> Drawn:
        """Ask to complete x (B, C, H, W); any floating dtype passes here."""
        return self.named("complete").draw(len(x), generator, **self.of_images(x, known))

    def named(self, name: str) -> Sampler:
        """Return one of both, to be asked with the arguments that follow."""
        return Sampler(self.student, name, self.grid, self.law, self.names)

    def of_shape(self, count: int) -> dict[str, Any]:
        """Return what `sample` is given for `count` images."""
        return {"shape": (count, *self.grid.shape), "num_values": self.grid.num_values}

    def of_images(self, x: Tensor, known: Tensor) -> dict[str, Any]:
        """Return what `complete` is given for these images."""
        return {"x": x, "known": known, "num_values": self.grid.num_values}
