"""Discounted returns in float64, of which rewards, and what mistakes make of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

# T and gamma; one length twice, for what remembers by the length.
CASES = ((1, 0.9), (2, 0.5), (5, 0.9), (9, 1.0), (6, 0.0), (5, 0.7), (12, 0.95))
LONG = ((400, 1.0), (400, 0.99), (400, 0.5), (400, 0.05))
UNDERFLOW = said(
    "In long episodes a power of gamma is 0, and nothing can be divided by it. Go from the end to "
    "the beginning: G_t = r_t + gamma G_{t+1}."
)


@dataclass(frozen=True)
class Episode:
    """Rewards (T,) and their discount."""

    reward: Tensor
    gamma: float

    @property
    def want(self) -> Tensor:
        """The returns, (T,) in float64."""
        return _walked(self.reward.double().flip(0), self.gamma).flip(0)


def _walked(reward: Tensor, gamma: float) -> Tensor:
    """Return what grows by the reward while all before shrinks by gamma, (T,)."""
    total, found = 0.0, []
    for one in reward.tolist():
        total = one + gamma * total
        found.append(total)
    return torch.tensor(found, dtype=torch.float64)


def drawn_episodes(ctx: Context, dtype: torch.dtype) -> Iterator[Episode]:
    """Draw rewards of either sign; none is near 0."""
    for length, gamma in CASES:
        sign = 2.0 * ctx.bernoulli(length, dtype=torch.float64) - 1
        yield Episode((sign * (0.5 + ctx.rand(length, dtype=torch.float64))).to(dtype), gamma)


def long_episodes(ctx: Context, dtype: torch.dtype) -> Iterator[Episode]:
    """Draw rewards above 0, whose sums float32 has the digits of, whatever their order."""
    for length, gamma in LONG:
        yield Episode((0.5 + ctx.rand(length, dtype=torch.float64)).to(dtype), gamma)


def returns_slips(reward: Tensor, gamma: float, want: Tensor) -> SlipAnswers:
    """Return what mistakes make of returns."""
    rewards = reward.double()
    powers = float(gamma) ** torch.arange(len(rewards), dtype=torch.float64)
    later = torch.cat([want[1:], want[:1] * 0])
    after = torch.cat([rewards[1:], rewards[:1] * 0])
    return {
        "Each step's return counts from that step on: discount from there.": want * powers,
        "What came before is no part of a return: go from the end to the beginning.": (
            _walked(rewards, gamma)
        ),
        "These come last step first: give them in the order of the steps.": (want.flip(0)),
        "The step's own reward is missing: G_t = r_t + gamma G_{t+1}.": gamma * later,
        "The step's own reward is missing, and the discount with it.": later,
        "The step's own reward is not discounted.": gamma * want,
        "The discount is missing: later rewards count gamma less for each step.": (
            rewards.flip(0).cumsum(0).flip(0)
        ),
        "All later rewards count, not the next one alone.": rewards + gamma * after,
        "These are the rewards: what comes later counts, too.": rewards,
        "These are the rewards, each discounted, but nothing is added up.": powers * rewards,
        "The return of each step was asked for: this is the first one's.": (
            want[:1].expand(want.shape)
        ),
        "These are means: add up.": want / torch.arange(len(want), 0, -1),
        "Returns are asked for as they are: nothing is normalised.": _normal(want, 1),
        "Returns are asked for as they are: nothing is normalised at all.": (_normal(want, 0)),
    }


def _normal(want: Tensor, correction: int) -> Tensor:
    if len(want) < 2:
        return want
    return (want - want.mean()) / want.std(correction=correction)
