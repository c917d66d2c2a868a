"""Hidden networks for `summary`: drawn, described, and what the usual mistakes say of them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

HIDDEN = True  # never released

Layer = tuple[Any, ...]
Taps = Callable[[int], int]
COUNT, MOST_LAYERS = 25, 6


def _square(side: int) -> int:
    return side * side


@dataclass(frozen=True)
class Net:
    """A network for images of this shape (C, H, W)."""

    shape: tuple[int, int, int]
    layers: Sequence[Layer]

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """The shape of the output of each layer."""
        found: list[tuple[int, ...]] = [self.shape]
        for layer in self.layers:
            found.append(_after(found[-1], layer))
        return found[1:]

    @property
    def parameters(self) -> Tensor:
        """How many numbers each layer learns, float64."""
        return self._counted()

    @property
    def fields(self) -> Tensor:
        """The side of the square of the input that an output of each layer sees, float64."""
        return self._seen()

    def parameter_slips(self) -> SlipAnswers:
        """Return what mistakes say of parameters."""
        return {
            "Biases are missing: a kernel has k·k·C_in weights and a bias.": self._counted(bias=0),
            "The input channels are missing: a kernel has k·k·C_in weights and a bias.": (
                self._counted(channels=False)
            ),
            "These are running totals: the parameters of each layer by itself were asked "
            "for.": self.parameters.cumsum(0),
            "A kernel has two sides: it has k·k·C_in weights and a bias.": self._counted(
                taps=lambda k: k
            ),
        }

    def field_slips(self) -> SlipAnswers:
        """Return what mistakes say of fields."""
        own = self._seen(own_stride=True)
        return {
            "Strides before a layer widen its field: after a stride of 2 the taps of a kernel "
            "lie two pixels apart.": self._seen(strides=False),
            "Strides before a layer widen its field, its own does not.": own,
            "Pooling widens the field, too: by size − 1 distances.": self._seen(pools=False),
            "Dilation spreads the taps: the field grows by (k − 1)·dilation distances.": (
                self._seen(dilated=False)
            ),
            "The side of the square was asked for, not how many pixels it has.": self.fields**2,
            "Padding does not narrow a field: it is counted as if there were no borders.": (
                self._seen(padded=True)
            ),
            "From flatten on the field is 0: there is no image any more.": self._seen(
                flattened=False
            ),
        }

    def _counted(self, *, taps: Taps = _square, channels: bool = True, bias: int = 1) -> Tensor:
        """Return parameters by the rule, or without one of its parts; float64."""
        inputs, counts = self.shape[0], []
        for (kind, *numbers), shape in zip(self.layers, self.shapes, strict=True):
            count = 0
            if kind == "conv":
                count = numbers[0] * (taps(numbers[1]) * (inputs if channels else 1) + bias)
            elif kind == "linear":
                count = numbers[0] * (inputs + bias)
            counts.append(count)
            inputs = shape[0]
        return torch.tensor(counts, dtype=torch.float64)

    def _seen(
        self,
        *,
        strides: bool = True,
        own_stride: bool = False,
        pools: bool = True,
        dilated: bool = True,
        padded: bool = False,
        flattened: bool = True,
    ) -> Tensor:
        """Return fields by the rule, or without one of its parts."""
        field, jump, found, flat = 1, 1, [], False
        for kind, *numbers in self.layers:
            reach, stride = 0, 1
            if kind == "conv":
                reach, stride = (numbers[1] - 1) * (numbers[4] if dilated else 1), numbers[2]
                reach -= numbers[3] * padded
            elif kind == "pool":
                reach, stride = (numbers[0] - 1) * pools, numbers[1]
            after = jump * stride if strides else 1
            field, jump = field + reach * (after if own_stride else jump), after
            flat = flat or kind == "flatten"
            found.append(0 if flat and flattened else field)
        return torch.tensor(found, dtype=torch.float64)


def together(each: Sequence[Callable[[], SlipAnswers]]) -> SlipAnswers:
    """Return what mistakes say of one network after the other."""
    found = [slips() for slips in each]
    return {text: torch.cat([one[text] for one in found]) for text in found[0]}


def _after(shape: tuple[int, ...], layer: Layer) -> tuple[int, ...]:
    """Return the shape that a layer makes of another."""
    kind, *numbers = layer
    if kind == "conv":
        out, kernel, stride, padding, dilation = numbers
        covered = dilation * (kernel - 1) + 1
        return (out, *((side + 2 * padding - covered) // stride + 1 for side in shape[1:]))
    if kind == "pool":
        size, stride = numbers
        return (shape[0], *((side - size) // stride + 1 for side in shape[1:]))
    if kind == "flatten":
        return (math.prod(shape),)
    return (numbers[0],) if kind == "linear" else shape


# What a drawn net may lack: no layer; a stride of a single pixel, which sees less than it skips;
# dilation after a stride; a pooling with overlaps; after flatten layers that change nothing.
SPECIAL = (
    Net((2, 5, 7), ()),
    Net((1, 9, 6), (("relu",), ("conv", 3, 1, 2, 0, 1), ("conv", 2, 2, 1, 0, 2))),
    Net((3, 17, 20), (("conv", 2, 3, 3, 1, 1), ("pool", 3, 2), ("conv", 4, 2, 1, 1, 3))),
    Net((2, 4, 6), (("pool", 2, 2), ("flatten",), ("relu",), ("linear", 5), ("relu",))),
    Net((1, 3, 4), (("flatten",), ("linear", 7), ("linear", 2))),
)


def drawn_nets(ctx: Context) -> list[Net]:
    """Draw networks for images that are not square, and add special ones."""
    return [*SPECIAL, *(_drawn(ctx) for _ in range(COUNT - len(SPECIAL)))]


def _drawn(ctx: Context) -> Net:
    height, width = ctx.different(2, 9, 24)
    net = Net((ctx.between(1, 3), height, width), ())
    for _ in range(ctx.between(1, MOST_LAYERS)):
        longer = Net(net.shape, (*net.layers, _layer(ctx, flat=len(_last(net)) == 1)))
        net = longer if min(_last(longer)) >= 1 else net
    return net


def _last(net: Net) -> tuple[int, ...]:
    return (net.shapes or [net.shape])[-1]


def _layer(ctx: Context, *, flat: bool) -> Layer:
    """Draw a layer that may follow, behind a flatten or before."""
    if flat:
        return ("linear", ctx.between(2, 9)) if ctx.between(0, 1) else ("relu",)
    kind = ctx.one_of(("conv", "conv", "conv", "pool", "pool", "relu", "flatten"))
    if kind == "conv":
        stride, dilation = ctx.one_of((1, 1, 2, 3)), ctx.one_of((1, 1, 2))
        return (kind, ctx.between(2, 7), ctx.between(1, 4), stride, ctx.between(0, 2), dilation)
    return (kind, ctx.between(2, 3), ctx.between(1, 3)) if kind == "pool" else (kind,)
