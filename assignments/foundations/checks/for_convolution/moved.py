"""Hidden layers for `equivariance_gap`: played ones, how far off they are, and usual mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Oracle

from .played import Layer, played

HIDDEN = True  # never released

CLOSE = {torch.float32: 1e-6, torch.float64: 1e-9}


def rolled(images: Tensor, down: int, right: int) -> Tensor:
    """Return images, moved circularly."""
    return images.roll((down, right), (2, 3))


def cut(images: Tensor, down: int, right: int) -> Tensor:
    """Return images, moved; zeros come in."""
    found = rolled(images, down, right)
    for axis, by in ((2, down), (3, right)):
        start, count = (0, by) if by > 0 else (max(0, found.shape[axis] + by), -by)
        found.narrow(axis, start, min(abs(count), found.shape[axis] - start)).zero_()
    return found


@dataclass(frozen=True)
class Move:
    """One question: a layer, images, and by how much they move."""

    layer: Layer
    x: Tensor
    down: int
    right: int
    stride: int = 1

    @property
    def steps(self) -> tuple[int, int]:
        """By how much the output moves."""
        return self.down // self.stride, self.right // self.stride

    def oracle(self) -> Oracle:
        """Return the layer as the student's code meets it."""
        return played(self.layer, self.x)

    def differences(self) -> Tensor:
        """Return the layer of what has moved minus what it gave, moved."""
        moved = self.layer(rolled(self.x, self.down, self.right))
        return moved - rolled(self.layer(self.x), *self.steps)

    def want(self) -> Tensor:
        """Return the gap."""
        return self.differences().abs().max()

    def mistaken(self) -> dict[str, Tensor]:
        """Return what mistakes answer."""
        off, moved = self.differences(), self.layer(rolled(self.x, self.down, self.right))
        still, (down, right) = self.layer(self.x), self.steps
        swapped = self.layer(rolled(self.x, self.right, self.down)) - rolled(still, right, down)
        zeros = self.layer(cut(self.x, self.down, self.right)) - cut(still, down, right)
        far = moved - rolled(still, self.down, self.right)
        return {
            "invariance": (moved - still).abs().max(),
            "back": (moved - rolled(still, -down, -right)).abs().max(),
            "far": far.abs().max(),
            "signed": off.max(),
            "mean": off.abs().mean(),
            "share": off.abs().max() / still.abs().max(),
            "square": off.square().max(),
            "sum": off.abs().sum(),
            "swapped": swapped.abs().max(),
            "zeros": zeros.abs().max(),
            "half": (self.layer(rolled(self.x, 0, self.right)) - rolled(still, down, right))
            .abs()
            .max(),
            "first": off[0].abs().max(),
            "down": replace(self, right=0).want(),
            "right": replace(self, down=0).want(),
        }


def gap_slips(moves: list[Move]) -> SlipAnswers:
    """Return what mistakes answer to all questions."""
    each = [move.mistaken() for move in moves]
    found = {name: torch.stack([one[name] for one in each]).double() for name in each[0]}
    return {
        "The output moves by down / stride and right / stride, not as far as the image.": found[
            "far"
        ],
        "Move the output, too: you test invariance, not equivariance.": found["invariance"],
        "The output moves the same way as the image, down and right.": found["back"],
        "Take absolute values before the largest: differences may be negative.": found["signed"],
        "The largest difference was asked for, not the mean.": found["mean"],
        "The difference itself was asked for, not its share of the answers.": found["share"],
        "The difference itself was asked for, not its square.": found["square"],
        "The largest difference was asked for, not the sum of all.": found["sum"],
        "All images of the batch count: this looks at the first alone.": found["first"],
        "Images move down and right: these move down alone.": found["down"],
        "Images move down and right: these move right alone.": found["right"],
        "The image moves down and right, as the output does: here it moves right alone.": found[
            "half"
        ],
        "down moves rows, dimension 2; right moves columns, dimension 3.": found["swapped"],
        "Images move circularly: what leaves at one side comes in at the other.": found["zeros"],
    }


def drawn_moves(ctx: Context, dtype: torch.dtype) -> Iterator[Move]:
    """Draw layers that are equivariant and some that are not, of several strides."""
    x, kernel = ctx.randn(2, 2, 6, 9, dtype=dtype), ctx.randn(3, 2, 3, 3, dtype=dtype)
    ramp = torch.linspace(-2, 1, 54, dtype=dtype).view(6, 9)
    wide, tall = ctx.randn(1, 1, 6, 8, dtype=dtype), ctx.rand(3, 4, dtype=dtype)

    def ring(images: Tensor) -> Tensor:
        return F.conv2d(F.pad(images, (1, 1, 1, 1), "circular"), kernel)

    def bordered(images: Tensor) -> Tensor:
        return F.conv2d(images, kernel, padding=1)

    def weighted(images: Tensor) -> Tensor:
        return images * ramp

    def halved(images: Tensor) -> Tensor:
        return F.max_pool2d(images, 2)

    def placed(images: Tensor) -> Tensor:
        return F.max_pool2d(images, 2) * tall

    yield from (Move(ring, x, 2, -1), Move(bordered, x, 1, 2), Move(weighted, x, -2, 4))
    yield from (Move(weighted, -x, 3, 0), Move(weighted, x, 0, -13), Move(halved, wide, 2, -4, 2))
    yield from (Move(placed, wide, 4, 2, 2), Move(placed, wide, -2, 6, 2))


def uneven_moves(ctx: Context) -> Iterator[Move]:
    """Draw moves that are no whole steps: of one side, of the other, of both."""
    x = ctx.randn(1, 1, 6, 12)

    def thirds(images: Tensor) -> Tensor:
        return F.avg_pool2d(images, 3)

    def halves(images: Tensor) -> Tensor:
        return F.avg_pool2d(images, 2)

    yield from (Move(halves, x, 1, 2, 2), Move(halves, x, 2, -3, 2), Move(thirds, x, 2, 4, 3))
    yield from (Move(thirds, x, -3, 1, 3), Move(thirds, x, 4, 0, 3))
