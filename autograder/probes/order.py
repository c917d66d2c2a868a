"""Images as sequences: raster order of the pixels, and the channels in order inside a pixel."""

from dataclasses import dataclass

import torch
from torch import Tensor


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

    def images(self, sequences: Tensor) -> Tensor:
        """Turn int64 sequences (B, n) of values into float64 images (B, C, H, W) in [0, 1]."""
        pixels = sequences.view(-1, self.height, self.width, self.channels)
        return pixels.permute(0, 3, 1, 2).double() / (self.num_values - 1)

    def sequences(self, images: Tensor) -> Tensor:
        """Turn images (B, C, H, W) into sequences (B, n), values untouched."""
        return images.permute(0, 2, 3, 1).reshape(len(images), self.size)

    def per_entry(self, scores: Tensor) -> Tensor:
        """Turn logits or log-probabilities (B, V, C, H, W) into (B, n, V)."""
        return scores.permute(0, 3, 4, 2, 1).reshape(len(scores), self.size, -1)

    def draw(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw `count` uniformly random sequences, int64 (count, n)."""
        return torch.randint(self.num_values, (count, self.size), generator=generator)
