"""Texts as sequences: tokens that are read from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Texts:
    """Texts (B, T) of `size` tokens each, int64 in [0, V).

    A language model maps them to logits (B, T, V), at place t those of token t. The value of an
    entry is the token itself.
    """

    size: int
    num_values: int
    scale: int = 1
    dtype: torch.dtype | None = torch.int64

    @property
    def shape(self) -> tuple[int]:
        """Return (T,)."""
        return (self.size,)

    def sequences(self, samples: Tensor) -> Tensor:
        """Return texts as they are."""
        return samples

    def samples(self, sequences: Tensor) -> Tensor:
        """Return sequences as they are."""
        return sequences

    def model_logits(self, logits: Tensor) -> Tensor:
        """Return logits (B, T, V) as they are."""
        return logits

    def place(self, entry: int) -> tuple[int, int, int]:
        """Return (0, entry, 0): a text is one row."""
        return 0, entry, 0

    def named_order(self, entries: Sequence[int]) -> str:
        """Return '': there is no order but that from left to right."""
        return ""

    def draw(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw `count` texts of tokens that are all equally likely, int64 (count, T)."""
        return torch.randint(self.num_values, (count, self.size), generator=generator)
