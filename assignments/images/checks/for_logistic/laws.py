"""The joint law of a pixel's channels by a mixture of logistic laws, and those of mistakes."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

HIDDEN = True

GRID = 4_000  # uniform numbers, for the law of channels that share one
NOWHERE = 1e-300  # the probability of what never comes, so that its logarithm is finite

# From edges in scales from the mean to the probability below; a law on the whole line.
Below = Callable[[Tensor], Tensor]


def _of_log(z: Tensor) -> Tensor:
    """Return the distribution of log u, u uniform."""
    return z.exp().clamp_max(1)


def _normal(z: Tensor) -> Tensor:
    return (1 + torch.erf(z / math.sqrt(2))) / 2


def _as_wide(z: Tensor) -> Tensor:
    """Return the distribution of a Gaussian whose variance is that of the logistic law."""
    return _normal(z * math.sqrt(3) / math.pi)


@dataclass(frozen=True)
class Law:
    """A mixture for one pixel: `weights` (K,), the rest (K, C), all float64; `coeffs` or None.

    `below` and `shift`, in bars, are those of the logistic law and of rounding to the nearest; a
    mistake has others. `sure` draws nothing but the mean.
    """

    weights: Tensor
    means: Tensor
    log_scales: Tensor
    coeffs: Tensor | None
    num_values: int
    below: Below = torch.sigmoid
    shift: float = 0.0
    sure: bool = False

    @property
    def channels(self) -> int:
        """Return C."""
        return self.means.shape[1]

    def bars(self, channel: int, mean: Tensor) -> Tensor:
        """Return the probabilities (…, V) of a channel's values by means (K, …)."""
        last = self.num_values - 1
        if self.sure:
            nearest = (mean * last).round().clamp(0, last).long()
            return torch.nn.functional.one_hot(nearest, self.num_values).double()
        rate = (-self.log_scales[:, channel]).exp().view(-1, *[1] * mean.ndim)
        edges = (torch.arange(last).double() + 0.5 + self.shift) / last
        inner = self.below((edges - mean.unsqueeze(-1)) * rate)
        ends = torch.zeros_like(inner[..., :1])
        return torch.cat([ends, inner, ends + 1], -1).diff()

    def given(self) -> list[Tensor]:
        """Return of each channel the law given earlier ones and the component, (K, V, …, V)."""
        values = torch.arange(self.num_values).double() / (self.num_values - 1)
        r, g = values.unsqueeze(1), values
        first = self.bars(0, self.means[:, 0])
        if self.channels == 1:
            return [first]
        nothing = torch.zeros_like(self.means)
        alpha, beta, gamma = (nothing if self.coeffs is None else self.coeffs).unbind(1)
        mean_g = self.means[:, 1:2] + alpha.unsqueeze(1) * values
        mean_b = self.means[:, 2].view(-1, 1, 1) + beta.view(-1, 1, 1) * r
        mean_b = mean_b + gamma.view(-1, 1, 1) * g
        return [first, self.bars(1, mean_g), self.bars(2, mean_b)]

    def of_components(self) -> Tensor:
        """Return the joint law of the channels given the component, (K, V, …, V)."""
        joint = torch.ones(len(self.weights), dtype=torch.float64)
        for one in self.given():
            joint = joint.unsqueeze(-1) * one
        return joint

    def joint(self) -> Tensor:
        """Return the joint law of the channels, (V, …, V)."""
        joint: Tensor = torch.tensordot(self.weights, self.of_components(), 1)
        return joint.clamp_min(NOWHERE)

    def mixed_apart(self) -> Tensor:
        """Return the law where each channel picks a component of its own."""
        joint = torch.ones((), dtype=torch.float64)
        for one in self.given():
            joint = joint.unsqueeze(-1) * torch.tensordot(self.weights, one, 1)
        return joint.clamp_min(NOWHERE)

    def of_one_number(self) -> Tensor:
        """Return the law where all channels are made of one uniform number."""
        noise = ((torch.arange(GRID).double() + 0.5) / GRID).logit()
        last, values = self.num_values - 1, self.num_values
        found = torch.zeros(values**self.channels, dtype=torch.float64)
        for k, weight in enumerate(self.weights):
            code, seen = torch.zeros(GRID).long(), [torch.zeros(GRID).double()] * 2
            for c in range(self.channels):
                drawn = self._mean(k, c, seen) + self.log_scales[k, c].exp() * noise
                value = (drawn * last).round().clamp(0, last).long()
                seen = [*seen[:c], value / last, *seen[c + 1 :]]
                code = code * values + value
            found += weight * torch.bincount(code, minlength=len(found)) / GRID
        return found.view((values,) * self.channels).clamp_min(NOWHERE)

    def _mean(self, k: int, channel: int, seen: list[Tensor]) -> Tensor:
        mean = self.means[k, channel].expand(GRID)
        if self.coeffs is None or channel == 0:
            return mean
        alpha, beta, gamma = self.coeffs[k].unbind()
        if channel == 1:
            return mean + alpha * seen[0]
        return mean + beta * seen[0] + gamma * seen[1]


def mistaken(law: Law) -> SlipAnswers:
    """Return the joint law of the channels by each usual mistake."""
    uniform = torch.full_like(law.weights, 1 / len(law.weights))
    heavy = int(law.weights.argmax())
    heaviest = torch.eye(len(uniform), dtype=torch.float64)[heavy]
    found = {
        "This is the mean, no draw.": replace(law, sure=True),
        "A Gaussian was drawn: the logistic law has wider tails.": replace(law, below=_normal),
        "A Gaussian of the same variance was drawn: the logistic law has wider tails.": replace(
            law, below=_as_wide
        ),
        "That is the likeliest component: draw it by its weight.": replace(law, weights=heaviest),
        "Weights are equal: logits have no effect.": replace(law, weights=uniform),
        "The mean of the components was taken.": _averaged(law),
        "coeffs are those of the component that was drawn: these are the heaviest one's.": replace(
            law,
            coeffs=None if law.coeffs is None else law.coeffs[[heavy]].expand_as(law.means),
        ),
        "coeffs have no effect.": replace(law, coeffs=None),
        "The nearest value: this one is cut off.": replace(law, shift=0.5),
        "The nearest value: this one is rounded up.": replace(law, shift=-0.5),
        "The scale is exp(log_scale): this is its root.": replace(
            law, log_scales=law.log_scales / 2
        ),
        "The scale is exp(log_scale): this is its square.": replace(
            law, log_scales=law.log_scales * 2
        ),
        "It draws the scale's multiple of log u: logit(u) was asked for.": replace(
            law, below=_of_log
        ),
    }
    laws = {text: one.joint() for text, one in found.items()}
    apart = {
        "Each channel picked a component of its own: one is picked for the pixel.": (
            law.mixed_apart()
        ),
        "Each draw needs a random number of its own: the channels of a pixel share one.": (
            law.of_one_number()
        ),
    }
    return {**laws, **(apart if law.channels > 1 else {})}


def _averaged(law: Law) -> Law:
    """Return the law of one component that is the mean of all."""

    def mean(parts: Tensor) -> Tensor:
        return (law.weights.unsqueeze(1) * parts).sum(0, keepdim=True)

    return Law(
        torch.ones(1, dtype=torch.float64),
        mean(law.means),
        mean(law.log_scales),
        None if law.coeffs is None else mean(law.coeffs),
        law.num_values,
    )
