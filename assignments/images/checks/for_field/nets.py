"""What hidden checks ask of both maps: nets whose slopes and changes are known in closed form."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.given import network
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Handle, Student

HIDDEN = True

SHARE = 1 / 3  # of all weights that are not zero
# Channels, height, width and features: no two alike, and each of them 1 somewhere.
SHAPES = ((2, 3, 4, 3), (1, 1, 5, 1), (3, 4, 2, 5))


@dataclass(frozen=True)
class Curved:
    """Features `linear x + (square x)² / 2`, (F, H, W), of one image x (C, H, W).

    Weights are (F·H·W, C·H·W), in the dtype in which the net is asked.
    """

    size: tuple[int, int, int]
    features: int
    linear: Tensor
    square: Tensor

    @classmethod
    def drawn(cls, ctx: Context, shape: tuple[int, int, int, int], dtype: torch.dtype) -> "Curved":
        """Draw a net of (C, H, W, F) in which a third of all weights counts."""
        channels, height, width, features = shape
        sizes = features * height * width, channels * height * width
        linear, square = (
            ctx.randn(*sizes, dtype=dtype) * ctx.bernoulli(*sizes, p=SHARE, dtype=dtype)
            for _ in range(2)
        )
        return cls((channels, height, width), features, linear, square)

    def given(self, student: Student) -> Handle:
        """Make it in the student's process."""
        shape = (self.features, *self.size[1:])
        return network(student, shape, linear=self.linear, square=self.square)

    def values(self, x: Tensor) -> Tensor:
        """Return the features (B, F, H, W) of images, float64."""
        entries = x.double().flatten(1)
        bent = (entries @ self.square.double().T).square() / 2
        return (entries @ self.linear.double().T + bent).view(-1, self.features, *self.size[1:])

    def slopes(self, x: Tensor) -> Tensor:
        """Return the slopes of all features by all entries of x (1, C, H, W): (F, H, W, C, H, W).

        Of `linear x + (square x)² / 2` it is `linear + (square x) · square`.
        """
        square = self.square.double()
        slope = self.linear.double() + (square @ x.double().flatten()).unsqueeze(1) * square
        return slope.view(self.features, *self.size[1:], *self.size)


def gradient_slips(slopes: Tensor, place: tuple[int, int]) -> SlipAnswers:
    """Return what mistakes make of all slopes (F, H, W, C, H, W) at a place."""
    row, column = place
    here = slopes[:, row, column]
    found: SlipAnswers = {
        "You differentiate the sum of the features: +1 and −1 cancel.": here.sum(0).abs(),
        "The sign is left in: take absolute values before the largest.": here.amax(0),
        "This is the mean over features.": here.abs().mean(0),
        "This is the sum over features: the largest was asked for.": here.abs().sum(0),
        "This is the root of the sum of squares over features.": here.square().sum(0).sqrt(),
        "Only feature 0 is looked at.": here[0].abs(),
        "`.grad` holds what an earlier call left there: use torch.autograd.grad.": (
            here.cumsum(0).abs().amax(0)
        ),
        "The gradient at all places is added up: one place was asked about.": (
            slopes.sum((1, 2)).abs().amax(0)
        ),
    }
    if column < slopes.shape[1] and row < slopes.shape[2]:
        found["The place is (row, column)."] = slopes[:, column, row].abs().amax(0)
    return found


@dataclass(frozen=True)
class Intervened:
    """One question to `intervention_map`: a net, x (1, C, H, W), a place, and what is added."""

    net: Curved
    x: Tensor
    place: tuple[int, int]
    delta: float

    @property
    def want(self) -> Tensor:
        """Return the map, float64 (C, H, W)."""
        return self._largest(self.changes(self._shown()))

    def changes(self, shown: Tensor, place: tuple[int, int] | None = None) -> Tensor:
        """Return how the features at a place differ from those of x for images shown, (n, F)."""
        row, column = place or self.place
        return (self.net.values(shown) - self.net.values(self.x))[:, :, row, column]

    def slips(self) -> SlipAnswers:
        """Return what the usual mistakes find."""
        changes, row = self.changes(self._shown()), self.place[0]
        slopes = self.net.slopes(self.x)[:, row, self.place[1]]
        found: SlipAnswers = {
            "Add delta to the entry: here the entry is set to delta.": self._largest(
                self.changes(self._set())
            ),
            "The changes pile up: each entry starts from x again.": (
                self._largest(self.changes(self._piled()))
            ),
            "All channels were changed at once: each entry has a change of its own.": self._largest(
                self.changes(self._pixels())
            ),
            "This is the slope times delta: a step has none.": (
                abs(self.delta) * slopes.abs().amax(0)
            ),
            "This is divided by delta: the change itself was asked for.": self.want
            / abs(self.delta),
            "The sign is left in: take absolute values before the largest.": self._map(
                changes.amax(1)
            ),
            "Only feature 0 is looked at.": self._map(changes[:, 0].abs()),
            "This is the sum over features: the largest was asked for.": self._map(
                changes.abs().sum(1)
            ),
        }
        return {**found, **self._place_slips()}

    def _place_slips(self) -> SlipAnswers:
        """Return what is found where one looks at another place."""
        found: SlipAnswers = {}
        row, column = self.place
        moved = self.net.values(self._shown()) - self.net.values(self.x)
        anywhere = self._map(moved.abs().amax((1, 2, 3)))
        found["Look at `place` alone, whichever entry is changed."] = anywhere
        height, width = self.net.size[1:]
        if column < height and row < width:
            swapped = self.changes(self._shown(), (column, row))
            found["The place is (row, column)."] = self._largest(swapped)
        return found

    def _shown(self) -> Tensor:
        return self.x + self.delta * self._each()

    def _set(self) -> Tensor:
        each = self._each()
        return self.x * (1 - each) + self.delta * each

    def _piled(self) -> Tensor:
        return self.x + self.delta * self._each().cumsum(0)

    def _pixels(self) -> Tensor:
        return self.x + self.delta * self._each().amax(1, keepdim=True)

    def _each(self) -> Tensor:
        """Return one image (C, H, W) for each entry, of a one there and zeros elsewhere."""
        entries = self.x[0].numel()
        return torch.eye(entries, dtype=self.x.dtype).view(entries, *self.net.size)

    def _largest(self, changes: Tensor) -> Tensor:
        return self._map(changes.abs().amax(1))

    def _map(self, row: Tensor) -> Tensor:
        return row.view(self.net.size)
