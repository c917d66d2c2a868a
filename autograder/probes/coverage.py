"""Which earlier entries never matter: blind spots, and neighbours that are not looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.probes.dependence import flip_map, gradient_map
from autograder.probes.model import Differentiable, Model
from autograder.probes.order import Grid

SLOPE = 1e-13  # of the largest gradient, float64
FLIP = 1e-12  # nats, float64: a thousand roundings of a number around one
FLIP_SINGLE = 1e-6  # nats, float32


@dataclass(frozen=True)
class Coverage:
    """Which of the entries that should matter do: both bool (n, n), row s looks at column t.

    `strength`, float64 (n, n), is the furthest that output s moved by flipping input t; nats.
    """

    wanted: Tensor
    used: Tensor
    strength: Tensor

    @property
    def missed(self) -> Tensor:
        """Return what should matter and never does, bool (n, n)."""
        return self.wanted & ~self.used

    @property
    def complete(self) -> bool:
        """Say whether nothing is missed."""
        return not bool(self.missed.any())


def all_earlier(grid: Grid) -> Tensor:
    """Want every output to look at every earlier entry, bool (n, n)."""
    return torch.ones(grid.size, grid.size, dtype=torch.bool).tril(-1)


def neighbours(grid: Grid) -> Tensor:
    """Want the left and the upper neighbour, in every channel, and the pixel's earlier channels."""
    wanted = torch.zeros(grid.size, grid.size, dtype=torch.bool)
    for s in range(grid.size):
        i, j, c = grid.place(s)
        wanted[s, s - c : s] = True
        for row, column in ((i, j - 1), (i - 1, j)):
            if row >= 0 and column >= 0:
                first = grid.entry(row, column)
                wanted[s, first : first + grid.channels] = True
    return wanted


def coverage(
    models: Iterable[Model],
    grid: Grid,
    wanted: Tensor,
    generator: torch.Generator,
    *,
    bases: int = 2,
    dtype: torch.dtype = torch.float64,
    slopes_of: Callable[[Model], Differentiable | None] = lambda model: None,
) -> Coverage:
    """Unite what matters over initialisations (`models`) and bases; stop once nothing is missed.

    An entry matters when flipping it moves the output by more than 1e-12 nats (float32: 1e-6),
    or, where that is not enough and `slopes_of` gives a model's gradients, when the gradient is
    above 1e-13 of the largest. The union is over what a single image may hide: shut gates,
    saturation, weights that happen to cancel.
    """
    used, strength = torch.zeros_like(wanted), torch.zeros(wanted.shape, dtype=torch.float64)
    least = FLIP if dtype == torch.float64 else FLIP_SINGLE
    for model in models:
        for base in grid.draw(bases, generator):
            strength = torch.maximum(strength, flip_map(model, grid, base, generator))
            used |= strength > least
            if not (wanted & ~used).any():
                return Coverage(wanted, used, strength)
        differentiable = slopes_of(model)
        if differentiable is not None:
            base = grid.draw(1, generator)[0]
            used |= gradient_map(differentiable, grid, base, generator) > SLOPE
        if not (wanted & ~used).any():
            break
    return Coverage(wanted, used, strength)
