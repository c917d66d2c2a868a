"""A floor under the NLL: images of a secret law whose log-probabilities are known exactly."""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

ALARM = 20.7  # nats in total: ln(1e9), so an honest model is accused once in 1e9


@dataclass(frozen=True)
class MarkovMesh:
    """A causal Markov mesh of binary images.

    P(x_ij = 1 | past) = sigmoid(bias + Σ_k weight_k · s_k), where s is ±1 for the left, upper
    left, upper and upper right neighbour and 0 outside the image. See Abend, Harley and Kanal,
    "Classification of binary random patterns", 1965.
    """

    bias: float
    weights: tuple[float, float, float, float]
    height: int
    width: int

    @classmethod
    def drawn(
        cls, height: int, width: int, generator: torch.Generator, least: float = 0.4
    ) -> "MarkovMesh":
        """Draw a mesh: weights of either sign, between `least` and `least` + 0.6."""
        signs = 2 * torch.randint(2, (4,), generator=generator) - 1
        sizes = least + 0.6 * torch.rand(4, generator=generator)
        bias = 0.5 * (torch.rand((), generator=generator).item() - 0.5)
        left, upper_left, upper, upper_right = (signs * sizes).tolist()
        return cls(bias, (left, upper_left, upper, upper_right), height, width)

    def sample(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw float64 images (count, 1, H, W) of zeros and ones."""
        x = torch.zeros(count, 1, self.height, self.width, dtype=torch.float64)
        seen = self._border(torch.zeros_like(x))
        for i in range(self.height):
            for j in range(self.width):
                logit = self._logit(seen, i, j)
                ones = torch.rand((count,), generator=generator) < logit.sigmoid()
                x[:, 0, i, j] = ones.double()
                seen[:, i + 1, j + 1] = 2 * ones.double() - 1
        return x

    def log_prob(self, x: Tensor) -> Tensor:
        """Return log p of images (B, 1, H, W) in nats, float64 (B,)."""
        seen = self._border(2 * x.double() - 1)
        total = torch.zeros(len(x), dtype=torch.float64)
        for i in range(self.height):
            for j in range(self.width):
                total += F.logsigmoid(self._logit(seen, i, j) * seen[:, i + 1, j + 1])
        return total

    @staticmethod
    def _border(spins: Tensor) -> Tensor:
        return F.pad(spins[:, 0], (1, 1, 1, 0))

    def _logit(self, seen: Tensor, i: int, j: int) -> Tensor:
        left, upper_left, upper, upper_right = self.weights
        row, above = seen[:, i + 1], seen[:, i]
        logit = left * row[:, j] + upper_left * above[:, j]
        return self.bias + logit + upper * above[:, j + 1] + upper_right * above[:, j + 2]


@dataclass(frozen=True)
class ColourMesh:
    """A law over images of C channels and V values, each entry given three that come before it.

    They are the same channel of the left and of the upper pixel, and the channel before it in its
    own; V stands for one that is not there. `table` (C, V + 1, V + 1, V + 1, V) holds logits.
    """

    table: Tensor
    height: int
    width: int

    @classmethod
    def drawn(
        cls,
        shape: tuple[int, int, int],
        num_values: int,
        generator: torch.Generator,
        scale: float = 2.0,
    ) -> "ColourMesh":
        """Draw a table of logits for images (C, H, W)."""
        channels, height, width = shape
        sides = (num_values + 1,) * 3
        table = torch.randn(
            (channels, *sides, num_values), generator=generator, dtype=torch.float64
        )
        return cls((scale * table).log_softmax(-1), height, width)

    @property
    def num_values(self) -> int:
        """Return V."""
        return self.table.shape[-1]

    def sample(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw float64 images (count, C, H, W) with values v / (V - 1)."""
        seen = torch.full(self._bordered(count), self.num_values)
        for i in range(self.height):
            for j in range(self.width):
                for c in range(len(self.table)):
                    probs = self._given(seen, i, j, c).exp()
                    drawn = torch.multinomial(probs, 1, generator=generator)
                    seen[:, c, i + 1, j + 1] = drawn.squeeze(1)
        return seen[:, :, 1:, 1:].double() / (self.num_values - 1)

    def log_prob(self, x: Tensor) -> Tensor:
        """Return log p of images (B, C, H, W) in nats, float64 (B,)."""
        values = (x.double() * (self.num_values - 1)).round().long()
        seen = torch.full(self._bordered(len(x)), self.num_values)
        seen[:, :, 1:, 1:] = values
        total = torch.zeros(len(x), dtype=torch.float64)
        for i in range(self.height):
            for j in range(self.width):
                for c in range(len(self.table)):
                    given = self._given(seen, i, j, c)
                    total += given.gather(1, values[:, c, i, j].unsqueeze(1)).squeeze(1)
        return total

    def _bordered(self, count: int) -> tuple[int, int, int, int]:
        return count, len(self.table), self.height + 1, self.width + 1

    def _given(self, seen: Tensor, i: int, j: int, c: int) -> Tensor:
        """Return log-probabilities (B, V) of one entry; `seen` has a border above and left."""
        nothing = torch.full((len(seen),), self.num_values)
        before = seen[:, c - 1, i + 1, j + 1] if c else nothing
        return self.table[c, seen[:, c, i + 1, j], seen[:, c, i, j + 1], before]


@dataclass(frozen=True)
class Floor:
    """By how much a model beats the true law, in nats over all images together."""

    excess: float

    @property
    def possible(self) -> bool:
        """Say whether the excess is below 20.7 nats.

        For every normalised model q that was not fitted to these images, Σ (log q - log p) has
        E exp ≤ 1 under p, so by Markov's inequality it reaches ln(1/α) with probability ≤ α.
        """
        return self.excess < ALARM


def floor(model_log_probs: Tensor, mesh_log_probs: Tensor) -> Floor:
    """Compare log q with log p of the same images, both (B,) in nats; NaN counts as minus inf."""
    gain = (model_log_probs.double() - mesh_log_probs).nan_to_num(nan=-torch.inf)
    return Floor(gain.sum().item())


def learned_share(nll: float, mesh_log_probs: Tensor, entries: int) -> float:
    """Say how much of what binary images of a law have to tell has been learned: 1 is all of it.

    (n ln 2 - nll) / (n ln 2 - H), with H the mean of -log p over the same images: 0 for a model
    to which all images are alike, near 0 for one that knows each pixel's mean, negative for one
    that knows other images. Args: `nll`, nats per image; `mesh_log_probs` (B,) in nats.
    """
    uniform = entries * math.log(2)
    return (uniform - nll) / (uniform + mesh_log_probs.mean().item())
