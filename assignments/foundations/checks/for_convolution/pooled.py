"""Hidden images for `pool`: what their windows come to, and usual mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

KINDS = ("max", "average")
# Sides (H, W) of images, size and stride: overlaps, gaps, a rest, single pixels, the whole image.
CASES = (
    ((5, 6), 3, 1),
    ((6, 7), 2, 2),
    ((7, 5), 2, 3),
    ((5, 8), 3, 2),
    ((3, 4), 1, 1),
    ((4, 5), 1, 2),
    ((4, 4), 4, 1),
)


@dataclass(frozen=True)
class Pooled:
    """Images (B, C, H, W) and the windows of one question."""

    x: Tensor
    size: int
    stride: int
    kind: str

    @property
    def windows(self) -> Tensor:
        """The pixels of each window, float64 (B, C, H', W', size²)."""
        found = self.x.double().unfold(2, self.size, self.stride).unfold(3, self.size, self.stride)
        return found.flatten(4)

    @property
    def want(self) -> Tensor:
        """What the windows come to, float64 (B, C, H', W')."""
        return self.windows.amax(4) if self.kind == "max" else self.windows.mean(4)

    @property
    def told_of_shape(self) -> str:
        """What a wrong shape may come from."""
        if self.stride != self.size:
            told: str = said(
                "The stride is not the size: windows may overlap, or leave gaps. Incomplete "
                "windows are dropped."
            )
            return told
        return said("Windows that would leave the image, incomplete windows, are dropped.")

    def slips(self) -> SlipAnswers:
        """Return what mistakes answer."""
        windows, right = self.windows, self.want
        found: SlipAnswers = {
            "One number stands for all channels here: each channel has its own pooling.": (
                right.amax(1, keepdim=True) if self.kind == "max" else right.mean(1, keepdim=True)
            ),
        }
        sides = self.stride, self.stride
        other = self.x.double().unfold(2, *sides).unfold(3, *sides).flatten(4)
        other = other[:, :, : right.shape[2], : right.shape[3]]
        if other.shape[:4] == right.shape:
            found[said("A window has `size` pixels on each side: these have `stride`.")] = (
                other.amax(4) if self.kind == "max" else other.mean(4)
            )
        if self.kind == "average":
            found[said("A mean: divide by the number of pixels in a window.")] = windows.sum(4)
            found[said("A mean: divide by size · size, not by size.")] = windows.sum(4) / self.size
            found[said("The mean of each window was asked for, not its largest.")] = windows.amax(4)
            return found
        return {
            **found,
            "The maximum starts at zero: the largest of a window may be negative.": right.clamp(
                min=0
            ),
            "The sign counts: this takes absolute values.": windows.abs().amax(4),
            "The largest of each window was asked for, not its mean.": windows.mean(4),
            "The largest of each window was asked for, not the smallest.": windows.amin(4),
        }


def drawn_pooled(ctx: Context, dtype: torch.dtype) -> Iterator[Pooled]:
    """Draw images for all windows and both kinds; in the first ones all pixels are negative."""
    for place, (sides, size, stride) in enumerate(CASES):
        x = ctx.randn(2, 3, *sides, dtype=dtype)
        x = x if place > 1 else -x.abs() - 0.1
        yield from (Pooled(x, size, stride, kind) for kind in KINDS)
