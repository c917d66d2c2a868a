"""Every replacement of every entry: what small data without gradients allow."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.probes.causality import Interventions
from autograder.probes.model import Model, distance, tolerance
from autograder.probes.order import Grid

MOST = 128  # data that one base is asked with, together with itself


@dataclass(frozen=True)
class Replaced:
    """How far output s moved at most when entry t alone was replaced, float64 (n, n), row s; nats.

    `tolerance` is how far it may without having seen t.
    """

    moved: Tensor
    tolerance: float

    @property
    def interventions(self) -> Interventions:
        """Return the movements that are not allowed: of s ≤ t, row t, column s."""
        return Interventions(self.moved.T.tril(), self.tolerance)


def is_small(grid: Grid) -> bool:
    """Say whether every replacement of every entry fits one batch."""
    return grid.size * (grid.num_values - 1) < MOST


def every_replacement(grid: Grid, base: Tensor) -> Tensor:
    """Return the sequences that differ from one, int64 (n,), in a single entry: (n·(V - 1), n).

    Entry by entry; of each, the values that follow the base's own, modulo V.
    """
    shift = torch.arange(1, grid.num_values).repeat(grid.size)
    entry = torch.arange(grid.size).repeat_interleave(grid.num_values - 1)
    rows = base.repeat(len(entry), 1)
    rows[torch.arange(len(rows)), entry] = (base[entry] + shift) % grid.num_values
    return rows


def replaced(model: Model, grid: Grid, bases: Tensor, dtype: torch.dtype) -> Replaced:
    """Replace every entry of some sequences, int64 (K, n), by every other value, one at a time.

    One call for each sequence, with n·(V - 1) + 1 data.
    """
    moved, allowed = torch.zeros(grid.size, grid.size, dtype=torch.float64), 0.0
    for base in bases:
        rows = torch.cat([every_replacement(grid, base), base[None]])
        answers = grid.per_entry(model.log_probs(grid.images(rows)))
        gaps = distance(answers[:-1], answers[-1:]).amax(2)
        by_entry = gaps.view(grid.size, grid.num_values - 1, grid.size).amax(1)
        moved, allowed = torch.maximum(moved, by_entry.T), max(allowed, tolerance(dtype, answers))
    return Replaced(moved, allowed)
