"""What hidden checks ask of `prefix_log_prob` and `class_posterior`, and what mistakes answer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

from .laws import SLACK, USUAL, Law

HIDDEN = True


@dataclass(frozen=True)
class Prefix:
    """A law, images of whole numbers (B, C, H, W), and how many rows of them are seen."""

    law: Law
    values: Tensor
    rows: int

    def want(self, phase: Tensor | None = None) -> Tensor:
        """Return the log-probability of the rows, float64 (B,)."""
        return _total(self.law.log_probs(self.values, phase)[:, :, : self.rows])

    def cuts(self, got: Tensor) -> bool:
        """Say whether an answer lies above the right one where a law has tiny probabilities."""
        above = got.double() - self.want()
        return self.law.scale > USUAL and bool((above > -SLACK).all() and (above > SLACK).any())

    def slips(self, x: Tensor) -> SlipAnswers:
        """Return what mistakes make of the images as they are handed in."""
        each, rows, want = self.law.log_probs(self.values), self.rows, self.want()
        values, height = self.law.num_values, each.shape[2]
        cut = self.law.log_probs_at(x, (x * (values - 1)).long())
        binary = self.law.log_probs_at(x, (x > 0.5).long())
        seen = max(1, each[0, :, :rows].numel())
        return {
            "The first `rows` rows: this is the whole image.": _total(each),
            "These are columns.": _total(each[..., :rows]),
            "These are the last rows.": _total(each[:, :, height - rows :]),
            "One row too many.": _total(each[:, :, : rows + 1]),
            "The sign: a log-probability is at most 0.": -want,
            "This is a mean: add up.": want / seen,
            "These are bits, not nats.": want / math.log(2),
            "Only the first channel counts.": _total(each[:, :1, :rows]),
            "Round x · (V − 1): 22.999998 is 23.": _total(cut[:, :, :rows]),
            "V comes from the logits: there are more than two values.": (
                _total(binary[:, :, :rows])
            ),
        }


@dataclass(frozen=True)
class Classes:
    """Laws of several classes, a prior (K,), and what is seen of images of whole numbers."""

    laws: Sequence[Law]
    values: Tensor
    log_prior: Tensor
    rows: int

    def want(self, phases: Sequence[Tensor] | None = None) -> Tensor:
        """Return the log-posterior, float64 (B, K)."""
        return self._joint(self.rows, phases).log_softmax(1)

    def slips(self) -> SlipAnswers:
        """Return what the usual mistakes answer."""
        joint, want = self._joint(self.rows), self.want()
        prior, alone = self.log_prior.double(), joint - self.log_prior.double()
        whole = self._joint(self.values.shape[2])
        return {
            "Normalise over classes: log_softmax over axis 1.": joint,
            "This is normalised over images: the wrong axis.": joint.log_softmax(0),
            "The prior has no effect.": alone.log_softmax(1),
            "The prior was taken twice.": (joint + prior).log_softmax(1),
            "The prior is added before normalising, not after.": alone.log_softmax(1) + prior,
            "These are probabilities, not their logarithms.": want.exp(),
            "rows has no effect: only the first of them are seen.": whole.log_softmax(1),
            "Divide by no number of pixels: likelihoods, not their means.": (
                (alone / self.values[0].numel() + prior).log_softmax(1)
            ),
        }

    def _joint(self, rows: int, phases: Sequence[Tensor] | None = None) -> Tensor:
        given = phases or [law.phase for law in self.laws]
        likelihoods = [
            Prefix(law, self.values, rows).want(phase)
            for law, phase in zip(self.laws, given, strict=True)
        ]
        return torch.stack(likelihoods, 1) + self.log_prior.double()


def _total(each: Tensor) -> Tensor:
    return each.sum((1, 2, 3))
