"""What `discrete_bound` should answer about densities that are drawn from the secret."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Student
from autograder.text.i18n import said

from ..shared.accuracy import require_close
from ..shared.basis import made_of
from .by_hand import ONE_EACH
from .density import Density
from .slips import bound_slips, dequantized

HIDDEN = True

WITHOUT_NOISE = said("The integers were put in without noise.")
MEAN_NOISE = said("The mean of the bounds was asked for: this is the bound of the mean noise.")
DEFAULT = said("Hand num_values on to `dequantize`: by default it is 256.")
OF_THE_DENSITY = said("The result has the dtype that `log_density` returns.")


def stairs(log_probs: Tensor) -> Density:
    """Return a density that is constant in every bin; log_probs (C, H, W, V) are of the bins.

    The bound is then the exact NLL, whatever the noise.
    """
    *shape, num_values = log_probs.shape

    def log(y: Tensor) -> Tensor:
        bins = (y * num_values).floor().clamp(0, num_values - 1).long()
        chosen = log_probs.expand(len(y), *log_probs.shape).gather(-1, bins.unsqueeze(-1))
        return (chosen.squeeze(-1) + torch.tensor(num_values).log()).flatten(1).sum(1)

    return Density(tuple(shape), log)


def slope(slopes: Tensor) -> Density:
    """Return a density that is not normalised, log p(y) = Σ slopes · y + Σ y² / 2."""

    def log(y: Tensor) -> Tensor:
        return (slopes * y + y.square() / 2).flatten(1).sum(1)

    return Density(tuple(slopes.shape), log)


@dataclass(frozen=True)
class Bound:
    """One question to `discrete_bound`: integers x (B, C, H, W), noise (K, B, C, H, W)."""

    density: Density
    x: Tensor
    noise: Tensor
    num_values: int

    @property
    def want(self) -> Tensor:
        """Return the mean of the bounds, float64 (B,)."""
        volume = self.x[0].numel() * torch.tensor(self.num_values).double().log()
        return volume - self._draws().mean(0)

    def answer(self, student: Student) -> Answer:
        """Call by place."""
        given = self.density.oracle(), self.x, self.noise, self.num_values
        call: Answer = student.call("discrete_bound", *given)
        return call.hint(shape=ONE_EACH, dtype=OF_THE_DENSITY)

    def require(self, student: Student) -> None:
        """Raise Failed, naming the mistake, unless the bound is right."""
        answer, wrong = self.answer(student), self.density.wrong
        with made_of({"dequantize": lambda: self._dequantized(student)}):
            require_close(answer, self.want, self.noise.dtype, slips=self._slips, wrong=wrong)

    def _dequantized(self, student: Student) -> Tensor:
        """Ask `dequantize` about the first draw; raises Failed where it is wrong."""
        noise = self.noise[0]
        answer = student.call("dequantize", self.x, noise, self.num_values)
        return require_close(answer, dequantized(self.x, noise, self.num_values), noise.dtype)

    def _slips(self) -> SlipAnswers:
        x, noise = self.x.double(), self.noise.double()
        instead: dict[str, Tensor] = {
            WITHOUT_NOISE: x / self.num_values,
            MEAN_NOISE: (x + noise.mean(0)) / self.num_values,
        }
        found = {text: self.density.log(y) for text, y in instead.items()}
        of_256 = torch.stack([self.density.log((x + one) / 256) for one in noise]).mean(0)
        found[DEFAULT] = of_256
        return bound_slips(self.x, self.num_values, self._draws(), found)

    def _draws(self) -> Tensor:
        """Return the log-density of each draw, float64 (K, B)."""
        y = (self.x.double() + self.noise.double()) / self.num_values
        return torch.stack([self.density.log(one) for one in y])
