"""Rows of zeros and ones as sequences: one dimension after the other, in an order that is given."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Rows:
    """Rows (B, D) of zeros and ones, read as sequences in `order`, a permutation of 0 … D - 1.

    Entry t of a sequence is dimension `order[t]`. A model of rows returns one logit for each
    dimension, (B, D): P(1) = sigmoid(logit), columns by the dimensions' own numbers.
    """

    order: tuple[int, ...]
    num_values: int = 2
    scale: int = 1
    dtype: torch.dtype | None = None

    def __post_init__(self) -> None:
        if sorted(self.order) != list(range(len(self.order))):
            raise ValueError(f"{self.order} is no order of the dimensions 0 … {self.size - 1}")
        if self.num_values != 2:
            raise ValueError("one logit a dimension tells two values apart: num_values is 2")

    @classmethod
    def of(cls, num_dims: int) -> "Rows":
        """Return rows of so many dimensions, in the order of their numbers."""
        return cls(tuple(range(num_dims)))

    @classmethod
    def drawn(cls, num_dims: int, generator: torch.Generator) -> "Rows":
        """Draw an order that is not its own inverse, so that nobody takes one for the other.

        Raises ValueError below three dimensions: all of their orders are.
        """
        if num_dims < 3:
            raise ValueError("an order of fewer than 3 dimensions is its own inverse")
        while True:
            rows = cls(tuple(torch.randperm(num_dims, generator=generator).tolist()))
            if rows.order != rows.inverse:
                return rows

    @property
    def inverse(self) -> tuple[int, ...]:
        """Return at which entry each dimension stands."""
        return tuple(sorted(range(self.size), key=self.order.__getitem__))

    @property
    def shape(self) -> tuple[int]:
        """Return (D,)."""
        return (self.size,)

    @property
    def size(self) -> int:
        """Return D."""
        return len(self.order)

    def sequences(self, samples: Tensor) -> Tensor:
        """Turn rows (B, D) into sequences (B, D), values untouched."""
        return samples[:, list(self.order)]

    def samples(self, sequences: Tensor) -> Tensor:
        """Turn sequences (B, D) of zeros and ones into rows, float64 (B, D)."""
        return sequences[:, list(self.inverse)].double()

    def model_logits(self, logits: Tensor) -> Tensor:
        """Turn logits (B, D, 2) of both values into one of a 1 for each dimension, (B, D)."""
        return (logits[..., 1] - logits[..., 0])[:, list(self.inverse)]

    def per_entry(self, logits: Tensor) -> Tensor:
        """Turn logits of a 1 for each dimension, (B, D), into those of both values, (B, D, 2)."""
        ones = self.sequences(logits)
        return torch.stack([torch.zeros_like(ones), ones], 2)

    def place(self, entry: int) -> tuple[int, int, int]:
        """Return (0, entry, 0): a sequence is one row of pixels."""
        return 0, entry, 0

    def named_order(self, entries: Sequence[int]) -> str:
        """Name an order of the dimensions: "by number" or "inverse", '' if it is neither.

        The right one has no name here, also where it is one of these.
        """
        dimensions = [self.order[entry] for entry in entries]
        ranks = {"by number": range(self.size), "inverse": self.order}
        if list(entries) == sorted(entries):
            return ""
        for name, rank in ranks.items():
            if [rank[d] for d in dimensions] == sorted(rank[d] for d in dimensions):
                return name
        return ""

    def draw(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw `count` uniformly random sequences, int64 (count, D)."""
        return torch.randint(2, (count, self.size), generator=generator)
