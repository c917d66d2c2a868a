"""Hidden sides, images and kernels: what they answer, and usual mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

SHARE = 5  # of all combinations one in so many is asked
DEFAULTS = {"stride": 1, "padding": 0, "dilation": 1}


@dataclass(frozen=True)
class Side:
    """One side of an image and the windows along it."""

    size: int
    kernel: int
    stride: int
    padding: int
    dilation: int

    @property
    def left(self) -> int:
        """Pixels beyond the first window: negative where none fits."""
        return self.size + 2 * self.padding - self.dilation * (self.kernel - 1) - 1

    @property
    def want(self) -> int:
        """How many windows there are."""
        return self.left // self.stride + 1

    def named(self, *, brief: bool) -> dict[str, int]:
        """Return the arguments by name; if `brief`, without those that are as by default."""
        return {k: v for k, v in vars(self).items() if not brief or DEFAULTS.get(k) != v}


def drawn_sides(ctx: Context) -> list[Side]:
    """Draw a fifth of all combinations in which a window fits."""
    found = product(range(1, 10), range(1, 5), (1, 2, 3), (0, 1, 2), (1, 2))
    fitting = [side for side in (Side(*one) for one in found) if side.left >= 0]
    return fitting[ctx.between(0, SHARE - 1) :: SHARE]


# By one pixel and by many, into a padded image, by dilation alone, by any stride.
TOO_LARGE = (
    Side(3, 4, 1, 0, 1),
    Side(2, 9, 2, 0, 1),
    Side(2, 5, 3, 1, 1),
    Side(4, 3, 1, 0, 2),
    Side(3, 3, 2, 1, 3),
    Side(1, 2, 1, 0, 1),
)


def side_slips(sides: list[Side]) -> SlipAnswers:
    """Return what mistakes of `output_size` answer to all of them."""

    def each(left: Iterator[int]) -> Tensor:
        return torch.tensor(
            [more // side.stride + 1 for more, side in zip(left, sides, strict=True)]
        ).double()

    rounded = [-(-side.left // side.stride) + 1 for side in sides]
    stride_first = [(side.left + 1) // side.stride for side in sides]
    covers = said("A window covers dilation × (kernel − 1) + 1 pixels.")
    return {
        covers: each(s.size + 2 * s.padding - s.dilation * s.kernel for s in sides),
        said("Dilation has no effect here. A window covers dilation × (kernel − 1) + 1 pixels."): (
            each(s.size + 2 * s.padding - s.kernel for s in sides)
        ),
        "Windows lie inside the padded input: a last one that leaves it does not count.": (
            torch.tensor(rounded).double()
        ),
        "Count the first window, too: divide by the stride what is left beyond it, then add "
        "one.": torch.tensor(stride_first).double(),
        "Padding is added at both ends.": each(s.left - s.padding for s in sides),
        "Padding has no effect here: it is added at both ends.": each(
            s.left - 2 * s.padding for s in sides
        ),
    }


@dataclass(frozen=True)
class Windows:
    """Images (B, C, H, W), kernels (O, C, h, w) with a bias, and how they move."""

    x: Tensor
    weight: Tensor
    bias: Tensor
    stride: int
    padding: int

    def answers(self, weight: Tensor | None = None, mode: str = "constant") -> Tensor:
        """Return the layer's answers in float64, by other weights or another border."""
        used = self.weight if weight is None else weight
        padded = F.pad(self.x.double(), (self.padding,) * 4, mode)
        return F.conv2d(padded, used.double(), self.bias.double(), self.stride)

    @property
    def told_of_shape(self) -> str:
        """What a wrong shape may come from."""
        if self.stride > 1:
            return said("The stride counts in both directions, and a rest makes no window.")
        return said(
            "weight is (O, C, h, w) and bias (O,): h and w may differ, as may H and W. Zeros go "
            "around on every side."
        )

    def slips(self) -> SlipAnswers:
        """Return what mistakes answer."""
        right, bias, weight = self.answers(), self.bias.double()[:, None, None], self.weight
        channels, taps = weight.shape[1], weight[0, 0].numel()
        first = weight.clone()
        first[:, 1:] = 0
        swapped = weight.reshape(*weight.shape[:2], *weight.shape[:1:-1]).transpose(2, 3)
        found: SlipAnswers = {
            "Networks do not flip the kernel: this is right for the flipped one.": self.answers(
                weight.flip(2, 3)
            ),
            "The kernel's rows and columns are swapped: h is its height.": self.answers(swapped),
            "The bias is missing: it is added to every answer.": right - bias,
            "Add the bias once, not for each input channel.": right + (channels - 1) * bias,
            "Add the bias once, not for each product.": right + (channels * taps - 1) * bias,
            "Sum over all input channels: this looks at the first alone.": self.answers(first),
            "Sum over the input channels: this is their mean.": (right - bias) / channels + bias,
            "The sum of the products was asked for, not their mean.": (right - bias)
            / (channels * taps)
            + bias,
        }
        if self.padding:
            found |= self._borders()
        late = replace(self, stride=1).answers()[:, :, 1 :: self.stride, 1 :: self.stride]
        if late.shape == right.shape:
            found[said("The first window starts at the first pixel.")] = late
        return found

    def _borders(self) -> SlipAnswers:
        """Return what other borders than zeros answer."""
        return {
            "Zeros go on all sides: these are all below and to the right.": self._late_zeros(),
            "There are zeros around the image: these are border pixels, repeated.": self.answers(
                mode="replicate"
            ),
            "There are zeros around the image: these are pixels of the other side.": self.answers(
                mode="circular"
            ),
            "There are zeros around the image: these are pixels inside, mirrored.": self.answers(
                mode="reflect"
            ),
        }

    def _late_zeros(self) -> Tensor:
        """Return the answers where all zeros come after the image."""
        after = F.pad(self.x.double(), (0, 2 * self.padding) * 2)
        return F.conv2d(after, self.weight.double(), self.bias.double(), self.stride)


# Of images (B, C, H, W) and kernels (O, h, w): stride and padding. Square kernels, too; strides
# that leave a rest; more padding than the kernel is wide.
SHAPES = (
    ((2, 3, 5, 6), (4, 3, 3), 1, 1),
    ((2, 3, 5, 7), (4, 2, 3), 1, 0),
    ((3, 2, 6, 9), (1, 3, 2), 2, 1),
    ((1, 4, 8, 5), (3, 1, 4), 3, 0),
    ((2, 1, 4, 5), (2, 3, 1), 2, 2),
    ((1, 1, 2, 3), (1, 2, 3), 1, 0),
)


def drawn_windows(ctx: Context, dtype: torch.dtype) -> Iterator[Windows]:
    """Draw images and kernels of all shapes."""
    for size, (out, *sides), stride, padding in SHAPES:
        x = ctx.randn(*size, dtype=dtype)
        weight = ctx.randn(out, size[1], *sides, dtype=dtype)
        yield Windows(x, weight, ctx.randn(out, dtype=dtype) + 1, stride, padding)
