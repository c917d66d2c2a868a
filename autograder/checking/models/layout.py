"""How data stand before a model, images or rows; probes see images (B, C, H, W) either way.

Texts stand in `text_layout`.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

import torch
from torch import Tensor

from autograder.checking.models.image_words import ImageWords
from autograder.checking.models.leaks import (
    Leak,
    leak_at,
    leak_at_in_rows,
    leak_in_images,
    leak_in_rows,
)
from autograder.checking.models.row_words import RowWords
from autograder.checking.models.words import Words
from autograder.probes.order import Grid
from autograder.probes.rows import Rows
from autograder.text.i18n import said

# Data up to here are asked about at every entry: a sweep is n + 1 data of n entries each.
PROVEN_SIDE, PROVEN_VALUES = 8, 8
Drawn = Literal["", "pixels", "tokens"]  # a map of pixels for one output, or of all tokens for all


class ModelLayout(Protocol):
    """What a model is given and answers, and how that is read in the order of its predictions."""

    @property
    def grid(self) -> Grid:
        """The grid that probes ask about: its entry t is what the model predicts at step t."""

    @property
    def plane(self) -> tuple[int, int]:
        """Height and width of an image whose pixels, row by row, are the entries."""

    @property
    def order(self) -> Tensor | None:
        """The dimension of each step, int64 (D,); None where a model takes no order."""

    @property
    def words(self) -> Words:
        """How this is said."""

    @property
    def drawn_as(self) -> Drawn:
        """How what an entry looks at is drawn, "" where it is not."""

    @property
    def has_slopes(self) -> bool:
        """Whether gradients reach what the model is given: tokens have none."""

    @property
    def before(self) -> tuple[Tensor, ...]:
        """What a model is given before the data, one row each, the same for all data."""

    def given(self, x: Tensor) -> Tensor:
        """Turn images (B, C, H, W) of the grid into what the model takes."""

    def answer_shape(self, count: int) -> tuple[int, ...]:
        """Return the shape of what a model answers to `count` data."""

    def logits(self, answer: Tensor) -> Tensor:
        """Turn an answer into logits (B, V, C, H, W) of the grid."""

    def cotangents(self, rows: Tensor) -> Tensor:
        """Turn cotangents of logits (R, 1, V, C, H, W) into those of the answer."""

    def pulled(self, gradients: Tensor) -> Tensor:
        """Turn gradients (R, 1, …) of what the model takes into those of images (R, 1, C, H, W)."""

    def leak(self, seen: Tensor) -> Leak:
        """Name the leak of a model; `seen`, bool (n, n), is what looks at what."""

    def leak_at(self, output: int, leaks: Tensor, judged: Tensor) -> Leak:
        """Name the leak of one output, of large data: `leaks` among `judged`, bool (n,)."""

    @property
    def sized(self) -> str:
        """The size of the data, in words."""

    @property
    def proof(self) -> "ModelLayout":
        """The same kind of data, small enough to be asked about at every entry."""

    def cropped(self, room: int) -> "ModelLayout":
        """The same kind of data, of as many values, whose logits are at most `room` numbers.

        What a model that is built for these data takes as well; where only these will do, these.
        """

    @property
    def binary(self) -> "ModelLayout":
        """Such data of two values and one channel, small enough to be learned in a hurry."""


@dataclass(frozen=True)
class ImageLayout:
    """Images (B, C, H, W) with values v / (V - 1), answered by logits (B, V, C, H, W).

    In raster order, the channels in order inside a pixel.
    """

    grid: Grid

    @property
    def order(self) -> None:
        """Raster order is the only one."""

    @property
    def drawn_as(self) -> Drawn:
        """A map of pixels."""
        return "pixels"

    @property
    def has_slopes(self) -> bool:
        """Images are real numbers."""
        return True

    @property
    def before(self) -> tuple[Tensor, ...]:
        """A model of images is given nothing else."""
        return ()

    @property
    def plane(self) -> tuple[int, int]:
        """Height and width of an image."""
        return self.grid.height, self.grid.width

    @property
    def words(self) -> Words:
        """Sentences of pixels."""
        return ImageWords(self.grid)

    def given(self, x: Tensor) -> Tensor:
        """Return images as they are."""
        return x

    def answer_shape(self, count: int) -> tuple[int, ...]:
        """Return (count, V, C, H, W)."""
        return count, self.grid.num_values, *self.grid.shape

    def logits(self, answer: Tensor) -> Tensor:
        """Return an answer as it is."""
        return answer

    def cotangents(self, rows: Tensor) -> Tensor:
        """Return cotangents as they are."""
        return rows

    def pulled(self, gradients: Tensor) -> Tensor:
        """Return gradients as they are."""
        return gradients

    def leak(self, seen: Tensor) -> Leak:
        """Name the leak of a model of images."""
        return leak_in_images(seen, self.grid)

    def leak_at(self, output: int, leaks: Tensor, judged: Tensor) -> Leak:
        """Name the leak of one entry of a large image."""
        return leak_at(output, leaks, judged, self.grid)

    @property
    def sized(self) -> str:
        """Height × width in pixels."""
        return said("{height} × {width} pixels", height=self.grid.height, width=self.grid.width)

    @property
    def proof(self) -> "ImageLayout":
        """Images of as many channels, of up to 8 × 8 pixels and 8 values."""
        grid = self.grid
        height, width = (min(side, PROVEN_SIDE) for side in (grid.height, grid.width))
        return ImageLayout(Grid(grid.channels, height, width, min(grid.num_values, PROVEN_VALUES)))

    def cropped(self, room: int) -> "ImageLayout":
        """Images of as many channels and values, of up to 8 × 8 pixels."""
        grid = self.grid
        sides = ((min(grid.height, s), min(grid.width, s)) for s in range(PROVEN_SIDE, 0, -1))
        few = room // (grid.channels * grid.num_values)
        height, width = next((one for one in sides if one[0] * one[1] <= few), (1, 1))
        return ImageLayout(Grid(grid.channels, height, width, grid.num_values))

    @property
    def binary(self) -> "ImageLayout":
        """Black-and-white images of up to 8 × 8 pixels."""
        _, height, width = self.proof.grid.shape
        return ImageLayout(Grid(1, height, width))


@dataclass(frozen=True)
class RowLayout:
    """Rows (B, D) of zeros and ones, answered by logits (B, D) of a one, predicted in their order.

    Step t predicts dimension `rows.order[t]`. Probes see an image of one row whose pixel t is that
    dimension, and logits `[0, l]` of its two values. Raises ValueError unless D is the number of
    pixels of an image of `sides` (H, W), if given.
    """

    rows: Rows
    sides: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for sides that are not those of such a row."""
        if self.plane[0] * self.plane[1] != self.rows.size:
            raise ValueError(f"{self.rows.size} dimensions are no image of {self.plane} pixels")

    @property
    def grid(self) -> Grid:
        """An image of one row and D columns, in two values."""
        return Grid(1, 1, self.rows.size)

    @property
    def plane(self) -> tuple[int, int]:
        """Height and width of the image whose pixels the steps are, else one row of all."""
        return self.sides or (1, self.rows.size)

    @property
    def drawn_as(self) -> Drawn:
        """Rows are not drawn."""
        return ""

    @property
    def has_slopes(self) -> bool:
        """Rows are real numbers."""
        return True

    @property
    def before(self) -> tuple[Tensor, ...]:
        """A model of rows is given nothing else."""
        return ()

    @property
    def order(self) -> Tensor:
        """The dimension of each step, int64 (D,)."""
        return torch.tensor(self.rows.order)

    @property
    def words(self) -> Words:
        """Sentences of dimensions."""
        return RowWords(self.rows.order)

    def given(self, x: Tensor) -> Tensor:
        """Turn images (B, 1, 1, D), pixel t at step t, into rows (B, D)."""
        return x.flatten(1)[:, self.order.argsort()]

    def images(self, rows: Tensor) -> Tensor:
        """Turn rows (B, D) into images (B, 1, 1, D) with step t at place t."""
        return rows[:, self.order].view(len(rows), *self.grid.shape)

    def answer_shape(self, count: int) -> tuple[int, ...]:
        """Return (count, D)."""
        return count, self.rows.size

    def logits(self, answer: Tensor) -> Tensor:
        """Turn logits l (B, D) of a one into logits [0, l], (B, 2, 1, 1, D), by steps."""
        ones = self.images(answer)
        return torch.stack([torch.zeros_like(ones), ones], 1)

    def cotangents(self, rows: Tensor) -> Tensor:
        """Turn cotangents (R, 1, 2, 1, 1, D) into those of l, (R, 1, D): 0 does not move."""
        return rows[:, :, 1].flatten(2)[..., self.order.argsort()]

    def pulled(self, gradients: Tensor) -> Tensor:
        """Turn gradients (R, 1, D) by dimensions into (R, 1, 1, 1, D) by steps."""
        return gradients[..., self.order].view(len(gradients), 1, *self.grid.shape)

    def leak(self, seen: Tensor) -> Leak:
        """Name the leak of a model of rows."""
        return leak_in_rows(seen, self.rows.order)

    def leak_at(self, output: int, leaks: Tensor, judged: Tensor) -> Leak:
        """Name the leak of one step of long rows."""
        return leak_at_in_rows(output, leaks, judged)

    @property
    def sized(self) -> str:
        """The number of dimensions."""
        return said("{count} dimensions", count=self.rows.size)

    @property
    def proof(self) -> "RowLayout":
        """The rows themselves: an order is of its own length."""
        return self

    def cropped(self, room: int) -> "RowLayout":
        """Return the rows themselves: a model is built for their length."""
        return self

    @property
    def binary(self) -> "RowLayout":
        """The rows themselves, which are of zeros and ones."""
        return self
