"""Samples as sequences: how images and rows are laid out, and in which order their entries come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor


class Layout(Protocol):
    """How samples (B, *shape) are laid out, and read as sequences of `size` entries, n for short.

    A value v, of `num_values`, is the number v / scale in a sample.
    """

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the shape of one sample."""

    @property
    def size(self) -> int:
        """Return n, the number of entries of one sample."""

    @property
    def num_values(self) -> int:
        """Return V, how many values an entry may have."""

    @property
    def scale(self) -> int:
        """Return what a value is divided by: V - 1 where samples lie in [0, 1], 1 for tokens."""

    @property
    def dtype(self) -> torch.dtype | None:
        """Return the dtype of samples, None for any floating one."""

    def sequences(self, samples: Tensor) -> Tensor:
        """Turn samples (B, *shape) into sequences (B, n), values untouched."""

    def samples(self, sequences: Tensor) -> Tensor:
        """Turn int64 sequences (B, n) of values into samples (B, *shape), float64 in [0, 1].

        Tokens stay as they are.
        """

    def model_logits(self, logits: Tensor) -> Tensor:
        """Lay logits (B, n, V) out as a model of such samples returns them."""

    def place(self, entry: int) -> tuple[int, int, int]:
        """Return (row, column, channel) of an entry, in the order of the sequence."""

    def named_order(self, entries: Sequence[int]) -> str:
        """Name the order of these entries if it is known for this layout alone, else ''."""


@dataclass(frozen=True)
class Grid:
    """Images (C, H, W) of `num_values` values, read as sequences of n = H·W·C entries.

    Entry t = (i·W + j)·C + c is channel c of the pixel in row i and column j. A value v is passed
    to a model as the float v / (num_values - 1).
    """

    channels: int
    height: int
    width: int
    num_values: int = 2
    dtype: torch.dtype | None = None

    @property
    def scale(self) -> int:
        """Return V - 1: values are passed to a model as numbers in [0, 1]."""
        return self.num_values - 1

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return (C, H, W)."""
        return self.channels, self.height, self.width

    @property
    def size(self) -> int:
        """Return n, the number of entries of one image."""
        return self.channels * self.height * self.width

    def place(self, entry: int) -> tuple[int, int, int]:
        """Return (row, column, channel) of an entry."""
        pixel, channel = divmod(entry, self.channels)
        row, column = divmod(pixel, self.width)
        return row, column, channel

    def entry(self, row: int, column: int, channel: int = 0) -> int:
        """Return the entry at (row, column, channel)."""
        return (row * self.width + column) * self.channels + channel

    def named_order(self, entries: Sequence[int]) -> str:
        """Return '': orders of pixels and channels are named by their places."""
        return ""

    def samples(self, sequences: Tensor) -> Tensor:
        """Turn int64 sequences (B, n) of values into float64 images (B, C, H, W) in [0, 1]."""
        return self.images(sequences)

    def images(self, sequences: Tensor) -> Tensor:
        """Turn int64 sequences (B, n) of values into float64 images (B, C, H, W) in [0, 1]."""
        pixels = sequences.view(-1, self.height, self.width, self.channels)
        return pixels.permute(0, 3, 1, 2).double() / (self.num_values - 1)

    def sequences(self, images: Tensor) -> Tensor:
        """Turn images (B, C, H, W) into sequences (B, n), values untouched."""
        return images.permute(0, 2, 3, 1).reshape(len(images), self.size)

    def values(self, images: Tensor) -> Tensor:
        """Turn images (B, C, H, W) in [0, 1] into int64 sequences (B, n) of values."""
        return (self.sequences(images) * (self.num_values - 1)).round().long()

    def per_entry(self, scores: Tensor) -> Tensor:
        """Turn logits or log-probabilities (B, V, C, H, W) into (B, n, V)."""
        return scores.permute(0, 3, 4, 2, 1).reshape(len(scores), self.size, -1)

    def model_logits(self, logits: Tensor) -> Tensor:
        """Turn logits (B, n, V) into (B, V, C, H, W)."""
        shape = (len(logits), self.height, self.width, self.channels, self.num_values)
        return logits.view(shape).permute(0, 4, 3, 1, 2)

    def draw(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw `count` uniformly random sequences, int64 (count, n)."""
        return torch.randint(self.num_values, (count, self.size), generator=generator)
