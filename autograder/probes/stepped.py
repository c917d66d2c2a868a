"""A secret law over images of any number of channels and values, whose log p is exact."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.probes.order import Grid

STEPS = 5  # that an entry takes from the sum of its neighbours, each with a chance of its own


@dataclass(frozen=True)
class SteppedMesh:
    """Each entry is a step away from a sum of the entry before it and the pixel above, modulo V.

    x_t = (x_{t-1} + x_above + step) mod V, where x_above is the same channel one row up, what lies
    outside is zero, and `step`, one of `steps`, int64 (K,), is drawn with chances `log_chances`,
    float64 (K,). So p(x_t | past) is one of few numbers, and no table has V³ entries.
    """

    grid: Grid
    steps: Tensor
    log_chances: Tensor

    @classmethod
    def drawn(cls, grid: Grid, generator: torch.Generator) -> "SteppedMesh":
        """Draw different steps, and chances from a half to a small one."""
        count = min(STEPS, grid.num_values)
        steps = torch.randperm(grid.num_values, generator=generator)[:count]
        slopes = torch.rand(count, generator=generator, dtype=torch.float64)
        chances = (-(torch.arange(count) + slopes) / 2).log_softmax(0)
        return cls(grid, steps, chances)

    def sample(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw int64 sequences (count, n)."""
        drawn = torch.multinomial(
            self.log_chances.exp(), count * self.grid.size, replacement=True, generator=generator
        )
        steps = self.steps[drawn].view(count, self.grid.size)
        x = torch.zeros(count, self.grid.size, dtype=torch.int64)
        for t in range(self.grid.size):
            x[:, t] = (self._expected(x, t) + steps[:, t]) % self.grid.num_values
        return x

    def log_prob(self, x: Tensor) -> Tensor:
        """Return log p of sequences (B, n) in nats, float64 (B,); -inf where a step is no step."""
        chances = torch.full((self.grid.num_values,), -torch.inf, dtype=torch.float64)
        chances[self.steps] = self.log_chances
        total = torch.zeros(len(x), dtype=torch.float64)
        for t in range(self.grid.size):
            total += chances[(x[:, t] - self._expected(x, t)) % self.grid.num_values]
        return total

    def _expected(self, x: Tensor, t: int) -> Tensor:
        above = t - self.grid.width * self.grid.channels
        total = torch.zeros(len(x), dtype=torch.int64)
        if t:
            total = total + x[:, t - 1]
        return total + x[:, above] if above >= 0 else total
