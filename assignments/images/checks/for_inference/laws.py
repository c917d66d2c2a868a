"""Autoregressive laws of images that the grader plays: exact, and asked at most so often."""

from dataclasses import dataclass, field

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.given import network
from autograder.checking.student import Cost, Failed, Handle, Oracle, Student
from autograder.text.i18n import said

HIDDEN = True

USUAL, LARGE = 2.0, 400.0  # of logits; at large ones a model is nearly certain
SLACK = 0.2  # nats that rounding may cost at large logits


@dataclass(frozen=True)
class Law:
    """Logits `scale · sin(phase + waves x)`, (B, V, C, H, W), each by what comes before it.

    In raster order, the channels innermost. `phase` is (V·C·H·W,), `waves` (V·C·H·W, C·H·W), zero
    but for earlier entries. `asked` holds how many images each call had.
    """

    num_values: int
    size: tuple[int, int, int]
    phase: Tensor
    waves: Tensor
    scale: float = USUAL
    asked: list[int] = field(default_factory=list)

    @classmethod
    def drawn(
        cls, ctx: Context, num_values: int, size: tuple[int, int, int], scale: float = USUAL
    ) -> "Law":
        """Draw a law of images (C, H, W)."""
        order = order_of(size).flatten()
        earlier = (order < order.unsqueeze(1)).double()
        waves = ctx.randn(num_values, *earlier.shape, dtype=torch.float64) * earlier
        phase = ctx.randn(num_values * len(order), dtype=torch.float64)
        return cls(num_values, size, phase, waves.flatten(0, 1), scale)

    @property
    def slack(self) -> float:
        """Return how many nats rounding may cost."""
        return SLACK if self.scale > USUAL else 0.0

    def oracle(self) -> Oracle:
        """Return the model as an argument for the student's code."""
        return Oracle({"forward": self._answer}, costs={"forward": self._cost})

    def given(self, student: Student) -> Handle:
        """Make the model in the student's process, where gradients reach `phase`."""
        scale = torch.tensor(self.scale, dtype=torch.float64)
        shape = (self.num_values, *self.size)
        return network(student, shape, phase=self.phase, waves=self.waves, scale=scale)

    def logits(self, x: Tensor, phase: Tensor | None = None) -> Tensor:
        """Return logits (B, V, C, H, W) for images x, float64."""
        angle = (self.phase if phase is None else phase) + x.double().flatten(1) @ self.waves.T
        return self.scale * torch.sin(angle).view(-1, self.num_values, *self.size)

    def images(self, values: Tensor, dtype: torch.dtype) -> Tensor:
        """Return whole numbers as values v / (V - 1)."""
        return values.to(dtype) / (self.num_values - 1)

    def log_probs(self, values: Tensor, phase: Tensor | None = None) -> Tensor:
        """Return the log-probability of each entry of whole numbers (B, C, H, W), float64."""
        return self.log_probs_at(self.images(values, torch.float64), values, phase)

    def log_probs_at(self, x: Tensor, values: Tensor, phase: Tensor | None = None) -> Tensor:
        """Return the log-probabilities of other whole numbers by the logits for x."""
        law = self.logits(x, phase).log_softmax(1)
        return law.gather(1, values.unsqueeze(1)).squeeze(1)

    def draw(self, ctx: Context, count: int) -> Tensor:
        """Draw whole numbers (B, C, H, W), each value as often as it can be, not by the law."""
        every = torch.arange(count * order_of(self.size).numel()) % self.num_values
        return every[torch.randperm(len(every), generator=ctx.stream)].view(count, *self.size)

    def _answer(self, x: Tensor) -> Tensor:
        if x.ndim != 4 or tuple(x.shape[1:]) != self.size or not x.dtype.is_floating_point:
            raise Failed(said("The model takes images (B, C, H, W) with values v / (V − 1)."))
        self.asked.append(len(x))
        return self.logits(x).to(x.dtype)

    def _cost(self, x: Tensor) -> Cost:
        return Cost(len(x), 64 * self.num_values * x.numel())


def order_of(size: tuple[int, int, int]) -> Tensor:
    """Return the number of each entry (C, H, W) in raster order, the channels innermost."""
    channels, height, width = size
    return torch.arange(channels * height * width).view(height, width, channels).permute(2, 0, 1)
