"""Does the order of two earlier entries matter? A model may see which came, and not in what order.

Two layers tell order without knowing places, since the causal mask breaks the symmetry, so this is
to be asked of one layer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import torch
from torch import Tensor

from autograder.probes.coverage import FLIP, FLIP_SINGLE
from autograder.probes.model import Model, distance
from autograder.probes.order import Grid

BASES = 2


@dataclass(frozen=True)
class Swapped:
    """Of which pairs (i, j), i < j, the order matters to which later outputs, bool (P, n)."""

    pairs: tuple[tuple[int, int], ...]
    matters: Tensor

    @property
    def missed(self) -> tuple[int, int, int] | None:
        """Return the first output and pair (s, i, j) without effect; None where all have one."""
        for (i, j), row in zip(self.pairs, self.matters.tolist(), strict=True):
            for s in range(j + 1, len(row)):
                if not row[s]:
                    return s, i, j
        return None


def swapped(
    models: Iterable[Model], grid: Grid, generator: torch.Generator, dtype: torch.dtype
) -> Swapped:
    """Swap every two entries, and unite over models and bases what moves; stop once all do.

    Of each base one call with two data for each pair, in which the pair's entries differ.
    """
    pairs = tuple(combinations(range(grid.size), 2))
    found = Swapped(pairs, torch.zeros(len(pairs), grid.size, dtype=torch.bool))
    least = FLIP if dtype == torch.float64 else FLIP_SINGLE
    for model in models:
        for base in grid.draw(BASES, generator):
            first = _unlike(grid, base, pairs, generator)
            second = first.clone()
            for row, (i, j) in enumerate(pairs):
                second[row, [i, j]] = first[row, [j, i]]
            answers = grid.per_entry(model.log_probs(grid.images(torch.cat([first, second]))))
            moved = distance(*answers.chunk(2)).amax(2) > least
            found = Swapped(pairs, found.matters | moved)
            if found.missed is None:
                return found
    return found


def _unlike(
    grid: Grid, base: Tensor, pairs: tuple[tuple[int, int], ...], generator: torch.Generator
) -> Tensor:
    """Return the base once for each pair, whose second entry is made another than the first."""
    rows = base.repeat(len(pairs), 1)
    shift = torch.randint(1, grid.num_values, (len(pairs),), generator=generator)
    for row, (i, j) in enumerate(pairs):
        rows[row, j] = (rows[row, i] + shift[row]) % grid.num_values
    return rows
