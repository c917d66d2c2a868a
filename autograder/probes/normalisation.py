"""Do the probabilities of all images sum to one? Enumerated on a tiny grid."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.probes.model import Model
from autograder.probes.order import Grid

MASS_TOLERANCE = 1e-4  # correct models were within 6.5e-8 in float32, leaks off by 0.03 and more
MOST_IMAGES = 1 << 14


@dataclass(frozen=True)
class Mass:
    """The sum of a model's probabilities over all images of a grid."""

    total: float

    @property
    def one(self) -> bool:
        """Say whether |total - 1| ≤ 1e-4."""
        return abs(self.total - 1) <= MASS_TOLERANCE


def all_sequences(grid: Grid) -> Tensor:
    """Return every image of a grid as int64 sequences (V^n, n); raises ValueError above 2^14."""
    count = grid.num_values**grid.size
    if count > MOST_IMAGES:
        raise ValueError(f"{count} images are too many to enumerate")
    digits = grid.num_values ** torch.arange(grid.size)
    return torch.arange(count).unsqueeze(1) // digits % grid.num_values


def mass(model: Model, grid: Grid) -> Mass:
    """Sum exp(log q) over all images, where log q sums the entries' log-probabilities.

    For an autoregressive model in any order the sum is one by the chain rule; a model that sees
    what it predicts spends more (or less) than it has.
    """
    sequences = all_sequences(grid)
    return Mass(log_likelihood(model, grid, sequences).exp().sum().item())


def log_likelihood(model: Model, grid: Grid, sequences: Tensor) -> Tensor:
    """Return log q of int64 sequences (B, n) in nats, float64 (B,): one forward pass."""
    answers = grid.per_entry(model.log_probs(grid.images(sequences)))
    return answers.gather(2, sequences.unsqueeze(2)).squeeze(2).sum(1)
