"""Are the gradients that a model claims the slopes of what it computes? Finite differences tell.

Gradients explain and never decide: a hook, a detached tensor or a straight-through estimator makes
them differ from the function, and then only interventions are used.
"""

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from autograder.probes.order import Grid

STEP = 1e-6  # in float64: error of the difference about 1e-12, of its quotient about 1e-9
DIRECTIONS = 6
AGREEMENT = 1e-4  # relative, median over directions; smooth honest models stay below 3e-9


class Smooth(Protocol):
    """A model whose logits can be asked for between the values of the grid, and their slopes."""

    def logits(self, x: Tensor) -> Tensor:
        """Map images (B, C, H, W) to logits (B, V, C, H, W)."""

    def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
        """Pull `rows` (R, 1, V, C, H, W) back through one image x (1, C, H, W): (R, 1, C, H, W)."""


@dataclass(frozen=True)
class Certificate:
    """The median relative error of claimed directional derivatives."""

    error: float

    @property
    def holds(self) -> bool:
        """Say whether the error is at most 1e-4; NaN is no certificate."""
        return self.error <= AGREEMENT


def certificate(model: Smooth, grid: Grid, generator: torch.Generator) -> Certificate:
    """Compare claimed vector-Jacobian products with central differences of the logits, in float64.

    At one image off the lattice of values, where rounding has its flat steps: for each of six
    random directions u and cotangents r, (rᵀJ)u against rᵀ(f(x + hu) - f(x - hu)) / 2h. The
    median forgives a kink of a rectifier that one difference straddles.
    """
    shape = (DIRECTIONS, *grid.shape)
    x = 0.1 + 0.8 * torch.rand((1, *grid.shape), generator=generator, dtype=torch.float64)
    u = torch.randn(shape, generator=generator, dtype=torch.float64)
    rows = torch.randn(
        (DIRECTIONS, 1, grid.num_values, *grid.shape), generator=generator, dtype=torch.float64
    )
    claimed = (model.vjp(x, rows).double().squeeze(1) * u).flatten(1).sum(1)
    up, down = model.logits(torch.cat([x + STEP * u, x - STEP * u])).double().chunk(2)
    measured = (rows.squeeze(1) * (up - down)).flatten(1).sum(1) / (2 * STEP)
    scale = torch.maximum(claimed.abs(), measured.abs())
    errors = torch.where(scale == 0, 0.0, (claimed - measured).abs() / scale)
    return Certificate(errors.median().item())
