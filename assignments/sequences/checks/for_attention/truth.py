"""Attention in float64, and what usual mistakes make of it."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from .by_hand import EMPTY_NAN, FORBIDDEN

HIDDEN = True  # never released

LARGE = 500.0  # scores from here on overflow, or underflow, where nothing is done about it
OVERFLOW = said(
    "Scores may be large: exp overflows, or all of it underflows. Take off the largest allowed "
    "score of each query first, or call torch.softmax."
)
LARGEST_OF_ALL = said(
    "The largest score is taken over forbidden keys, too: all that is allowed underflows to 0."
)


def weights_of(
    query: Tensor, keys: Tensor, allowed: Tensor | None = None, scale: float = 1.0
) -> Tensor:
    """Return softmax(scale · query·key) over the allowed keys, (B, Q, K) in float64.

    Its gradients are right and finite, at a row with nothing allowed, too.
    """
    scores = scale * query.double() @ keys.double().transpose(1, 2)
    if allowed is None:
        return scores.softmax(2)
    seen = allowed.expand(scores.shape)
    filled = scores.masked_fill(~seen & seen.any(2, keepdim=True), -torch.inf)
    return filled.softmax(2) * seen


@dataclass(frozen=True)
class Case:
    """One question: queries (B, Q, d), keys (B, K, d), what is allowed, and the scale."""

    query: Tensor
    keys: Tensor
    allowed: Tensor | None = None
    scale: float = 1.0

    @property
    def named(self) -> dict[str, Any]:
        """The arguments by name, without those that are as by default."""
        found = dict(vars(self))
        if self.allowed is None:
            del found["allowed"]
        if self.scale == 1.0:
            del found["scale"]
        return found

    @property
    def scores(self) -> Tensor:
        """The scores, scaled, (B, Q, K) in float64."""
        return self.scale * self.query.double() @ self.keys.double().transpose(1, 2)

    @property
    def seen(self) -> Tensor:
        """Which keys each query may see, bool (B, Q, K)."""
        shape = self.scores.shape
        allowed = torch.tensor(True) if self.allowed is None else self.allowed
        return allowed.expand(shape)

    @property
    def want(self) -> Tensor:
        """The weights."""
        return weights_of(self.query, self.keys, self.allowed, self.scale)

    @property
    def rounding(self) -> float:
        """By how much the contract lets large scores round."""
        eps = torch.finfo(self.query.dtype).eps
        return 4 * eps * float(self.scores.abs().max()) * self.scores.shape[2]

    def told(self, got: Tensor) -> str:
        """Return what is said of weights that no mistake of the table gives."""
        seen = self.seen
        if got[~seen.any(2)].isnan().any():
            return EMPTY_NAN
        if float(self.scores.abs().max()) > LARGE:
            if got.isnan().any():
                return OVERFLOW
            if (seen.any(2) & (got == 0).all(2)).any():
                return LARGEST_OF_ALL
        if (got[~seen].nan_to_num(0.0) != 0).any():
            return FORBIDDEN
        return ""

    def slips(self) -> SlipAnswers:
        """Return what mistakes answer."""
        found = {**self._of_softmax(), **self._of_scale()}
        if self.allowed is not None:
            found |= self._of_mask()
        return found

    def _with(self, scale: float) -> Tensor:
        return weights_of(self.query, self.keys, self.allowed, scale)

    def _of_softmax(self) -> SlipAnswers:
        scores, seen = self.scores, self.seen
        filled = scores.masked_fill(~seen, -torch.inf)
        turned = filled.softmax(1).nan_to_num(0.0)
        exps = (scores - filled.amax(2, keepdim=True).clamp(min=-1e5)).exp() * seen
        return {
            "The softmax runs over the queries: over the keys, the last dimension, it is due.": (
                turned
            ),
            "The softmax runs over the batch: over the keys, the last dimension, it is due.": (
                filled.softmax(0).nan_to_num(0.0)
            ),
            "These are scores: the softmax over the keys is missing.": scores * seen,
            "Each score goes through a sigmoid here: a softmax over the keys is due.": (
                scores.sigmoid() * seen
            ),
            "The largest score is 1, but the weights do not sum to one: divide by their sum.": exps,
        }

    def _of_scale(self) -> SlipAnswers:
        root = self.query.shape[2] ** 0.5
        return {
            "`scale` has no effect: it multiplies the scores, before the softmax.": self._with(1.0),
            "`scale` multiplies the scores: here it divides them.": self._with(1 / self.scale),
            "`scale` multiplies the scores, not the weights.": self._with(1.0) * self.scale,
            "`scale` is there twice: on the queries and on the keys, or on the scores.": self._with(
                self.scale**2
            ),
            "Nothing is divided by √d here: `scale` alone multiplies the scores.": self._with(
                self.scale / root
            ),
            "Dividing by √d is left to who calls: `scale` is what multiplies the scores.": (
                self._with(1 / root)
            ),
        }

    def _of_mask(self) -> SlipAnswers:
        seen, scores = self.seen, self.scores
        free, some = scores.softmax(2), seen.any(2, keepdim=True)
        turned = weights_of(self.query, self.keys, ~seen, self.scale)
        zeroed = (scores * seen).softmax(2)
        return {
            "`allowed` has no effect: a key where it is False gets the weight 0.": free,
            "True means allowed: here keys with False get the weight.": turned,
            "Masked after the softmax: the weights no longer sum to one. Mask the scores.": (
                free * seen
            ),
            "A forbidden score is made 0, and e⁰ = 1 is a weight, too: fill with −inf.": zeroed,
            "A forbidden score is made 0, and e⁰ = 1 counts in the sum: fill with −inf.": (
                zeroed * seen
            ),
            "A query with nothing allowed: its weights are all 0, and yours are all equal.": (
                self.want.where(some, torch.full_like(free, 1 / seen.shape[2]))
            ),
            "A query with nothing allowed: its weights are all 0, and yours are as without a "
            "mask.": self.want.where(some, free),
        }
