"""Hidden logits: their probabilities, how good and how sure they are, and usual mistakes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

SIZES = ((4, 3), (1, 5), (3, 2), (5, 4))  # rows and classes
LARGE = 1e4

OVERFLOW = said("At ±10,000 exp overflows: take off the largest logit of a row first.")
OWN_LARGEST = said("Take off of each row its own largest logit, not the largest of all rows.")
COLD = said("Temperatures as small as 0.01 count as they are.")
LARGE_WRONG = said("This is wrong for logits of ±10,000.")
NO_SUM = said("Rows do not sum to one: divide each by the sum of its own exponentials, no more.")


@dataclass(frozen=True)
class Rows:
    """Logits (B, K), at a temperature."""

    logits: Tensor
    temperature: float

    @property
    def want(self) -> Tensor:
        """Their probabilities, float64 (B, K)."""
        return (self.logits.double() / self.temperature).softmax(1)

    @property
    def height(self) -> float:
        """The largest |logit / temperature|."""
        return float(self.logits.abs().max()) / self.temperature

    def slips(self) -> SlipAnswers:
        """Return what mistakes answer."""
        logits, heat = self.logits.double(), self.temperature
        return {
            "Each row sums to one: these are columns that do.": (logits / heat).softmax(0),
            "Logits are divided by the temperature: here they are multiplied by it.": (
                logits * heat
            ).softmax(1),
            "Logits are divided by the temperature, before the softmax: here probabilities are.": (
                logits.softmax(1) / heat
            ),
            "The temperature has no effect here: logits are divided by it.": logits.softmax(1),
            "The softmax is taken twice.": self.want.softmax(1),
        }

    def told(self, got: Tensor) -> str:
        """Return what is wrong with an answer that no mistake of the table gives."""
        finite = got.isfinite().all(1)
        if not finite.all():
            highest = self.logits.amax(1) == self.logits.max()
            return OWN_LARGEST if finite[highest].all() else OVERFLOW
        if float((got.double().sum(1) - 1).abs().max()) > 1e-5:
            return NO_SUM
        if self.height < LARGE / 10 and self.temperature < 0.1:
            return COLD
        told: str = (
            LARGE_WRONG if self.height >= LARGE / 10 else said("These are other probabilities.")
        )
        return told


def drawn_rows(ctx: Context, dtype: torch.dtype) -> Iterator[Rows]:
    """Draw logits of usual size."""
    for size, temperature in zip(SIZES, (1.0, 0.5, 5.0, 2.5), strict=True):
        yield Rows(2 * ctx.randn(*size, dtype=dtype), temperature)


def large_rows(ctx: Context, dtype: torch.dtype) -> Iterator[Rows]:
    """Draw rows of very unequal height, at temperatures from 0.01 to 100."""
    small, large = ctx.randn(2, 3, dtype=dtype), LARGE * ctx.randn(3, 3, dtype=dtype).clamp(-1, 1)
    ends = LARGE * torch.tensor([[1.0, -1, 1], [-1, -1, -1]], dtype=dtype)
    mixed = torch.cat([small, large, ends])
    yield from (Rows(mixed, 1.0), Rows(small / 50, 0.01), Rows(small / 10, 0.05))
    yield from (Rows(mixed, 100.0), Rows(mixed, 0.01), Rows(-mixed, 1.0))


def two_class_slips(x: Tensor, weight: Tensor, bias: Tensor) -> SlipAnswers:
    """Return what mistakes of `two_class` make of the probability of class 1 at places x."""
    weighted, more = x.double() @ weight.double(), bias.double()
    return {
        "−weight and weight differ by 2·weight: that is twice the logit.": (
            2 * (weighted + more)
        ).sigmoid(),
        "Row 1 is of class 1: here it is that of class 0.": (-weighted - more).sigmoid(),
        "The bias has no effect here: missing, or in both rows? Differences count.": (
            weighted.sigmoid()
        ),
    }


@dataclass(frozen=True)
class Answers:
    """Logits (B, K) of a classifier, and the right classes (B,)."""

    logits: Tensor
    labels: Tensor

    @property
    def want(self) -> dict[str, Tensor]:
        """How good and how sure they are, each ()."""
        log_probs = self.logits.double().log_softmax(1)
        best = log_probs.max(1)
        return {
            "accuracy": (best.indices == self.labels).double().mean(),
            "confidence": best.values.exp().mean(),
            "nll": F.nll_loss(log_probs, self.labels),
        }

    @property
    def slips(self) -> dict[str, SlipAnswers]:
        """What mistakes answer, by key."""
        probs = self.logits.double().softmax(1)
        return {
            "accuracy": self._of_accuracy(),
            "confidence": self._of_confidence(probs),
            "nll": self._of_nll(probs),
        }

    def _of_accuracy(self) -> SlipAnswers:
        want = self.want["accuracy"]
        return {
            "A share from 0 to 1 was asked for, not percent.": 100 * want,
            "A share was asked for, not how many are right.": len(self.labels) * want,
            "This is the share of rows that are wrong.": 1 - want,
        }

    def _of_confidence(self, probs: Tensor) -> SlipAnswers:
        want = self.want
        return {
            "A share from 0 to 1 was asked for, not percent.": 100 * want["confidence"],
            "Confidence is what the net claims, accuracy what it achieves.": want["accuracy"],
            "The largest probability was asked for, not the label's.": self._given(probs).mean(),
            "The largest probability was asked for, not the largest logit.": (
                self.logits.double().amax(1).mean()
            ),
            "A mean over rows was asked for, not a sum.": probs.amax(1).sum(),
        }

    def _of_nll(self, probs: Tensor) -> SlipAnswers:
        want, given = self.want["nll"], self._given(probs)
        return {
            "nats were asked for, not bits: take the natural logarithm.": want / math.log(2),
            "The mean of the logarithms was asked for, not the logarithm of the mean.": (
                -given.mean().log()
            ),
            "A mean over rows was asked for, not a sum.": len(probs) * want,
            "This is the mean of log P: −log P was asked for.": -want,
            "The probability of the label counts, not the largest one.": (
                -probs.amax(1).log().mean()
            ),
            "These were logits: cross-entropy takes the softmax itself.": F.cross_entropy(
                probs, self.labels
            ),
        }

    def _given(self, probs: Tensor) -> Tensor:
        """Return the probability of each label, (B, 1)."""
        return probs.gather(1, self.labels[:, None])


def drawn_answers(ctx: Context, dtype: torch.dtype, scale: float = 2.0) -> list[Answers]:
    """Draw logits up to four times `scale`, and labels of which about half are right."""
    found = []
    for rows, classes in ((5, 3), (1, 4), (7, 2), (6, 5)):
        logits = scale * ctx.randn(rows, classes, dtype=dtype).clamp(-4, 4)
        drawn = ctx.randint(classes, rows)
        likely = torch.where(ctx.bernoulli(rows) > 0, logits.argmax(1), drawn)
        found.append(Answers(logits, likely))
    return found
