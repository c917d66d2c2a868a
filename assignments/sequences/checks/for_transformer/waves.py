"""Places as waves, in float64, and what usual mistakes make of them."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

HIDDEN = True  # never released

BASE = 10_000.0
# Lengths and dims: square, one wave, one place, many of both.
SIZES = ((6, 6), (5, 2), (1, 8), (3, 4), (2, 10), (300, 16), (7, 256))
ODD = ((4, 3), (3, 1), (1, 7), (8, 5))


@dataclass(frozen=True)
class Waves:
    """One question: so many places, so many numbers for each."""

    length: int
    dim: int

    def _angles(self, exponents: Tensor, base: float = BASE, first: int = 0) -> Tensor:
        places = torch.arange(first, first + self.length, dtype=torch.float64)
        return places.unsqueeze(1) / base**exponents

    @property
    def _twos(self) -> Tensor:
        return torch.arange(0, self.dim, 2, dtype=torch.float64) / self.dim

    @property
    def want(self) -> Tensor:
        """The vectors, (length, dim) float64."""
        return _woven(self._angles(self._twos))

    def slips(self) -> SlipAnswers:
        """Return what mistakes answer."""
        right = self._angles(self._twos)
        sines, cosines = right.sin(), right.cos()
        return {
            "Even columns are sines, odd ones cosines: yours are swapped.": _beside(cosines, sines),
            "These are sines alone: odd columns are cosines.": _beside(sines, sines),
            "Sine and cosine of one wave stand side by side: here all sines come first.": torch.cat(
                [sines, cosines], 1
            ),
            "Places count from 0: the first one has sines of 0.": _woven(
                self._angles(self._twos, first=1)
            ),
            "The longest wave comes first here: i counts from 0.": _woven(right.flip(1)),
            "The base is 10000, not 1000.": _woven(self._angles(self._twos, 1000.0)),
            **self._of_exponents(),
        }

    def _of_exponents(self) -> SlipAnswers:
        """Return what comes of other exponents than 2i/dim."""
        twos = self._twos
        each = self._angles(torch.arange(self.dim, dtype=torch.float64) / self.dim)
        even = torch.arange(self.dim) % 2 == 0
        ends = twos * self.dim / max(1, self.dim - 2)
        return {
            "A sine and its cosine are of one wave: 2i in both exponents.": each.sin().where(
                even, each.cos()
            ),
            "The exponent is 2i/dim: here it is i/dim.": _woven(self._angles(twos / 2)),
            "The exponent is 2i/dim: here it is 4i/dim.": _woven(self._angles(twos * 2)),
            "The exponent is 2i/dim: here it is 2i/(dim − 2).": _woven(self._angles(ends)),
            "The place is divided by 10000^(2i/dim): here it is multiplied.": _woven(
                self._angles(-twos)
            ),
        }


def _woven(angles: Tensor) -> Tensor:
    """Return the sine and the cosine of each angle, side by side."""
    return _beside(angles.sin(), angles.cos())


def _beside(even: Tensor, odd: Tensor) -> Tensor:
    """Return two halves as the even and the odd columns."""
    return torch.stack([even, odd], 2).flatten(1)
