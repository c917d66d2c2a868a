"""Logits of any shape, and what mistakes make of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from .laws import adjusted

HIDDEN = True  # never released

# Shapes with V last, once a square; a temperature and how many are kept: none, some, all, more.
CASES: tuple[tuple[tuple[int, ...], float, int | None], ...] = (
    ((5,), 0.7, None),
    ((2, 4), 1.0, 2),
    ((2, 3, 6), 2.5, 3),
    ((4, 4), 0.5, 1),
    ((4, 4), 3.0, 3),
    ((3, 5), 1.0, 5),
    ((1, 3), 0.3, 8),
    ((1, 1, 7), 1.7, 4),
    ((3, 4), 1.0, None),
    ((2, 3), 0.02, None),
    ((2, 5), 25.0, 2),
)
ONE_LESS = said("`top_k` is how many are kept; here one less is.")
APART = 0.05  # logits that are compared, so that no rounding makes a tie


@dataclass(frozen=True)
class Adjusted:
    """Logits (…, V), a temperature, and how many are kept."""

    logits: Tensor
    temperature: float
    top_k: int | None

    @property
    def want(self) -> Tensor:
        """The right log-probabilities, float64."""
        return adjusted(self.logits.double(), self.temperature, self.top_k)


def drawn_adjusted(ctx: Context, dtype: torch.dtype, scale: float = 2.0) -> Iterator[Adjusted]:
    """Draw logits without ties, not normalised."""
    for shape, temperature, top_k in CASES:
        ranks = ctx.rand(*shape).argsort(-1).double()
        noise = (1 - APART) * ctx.rand(*shape, dtype=torch.float64)
        logits = scale * (ranks + noise - shape[-1] / 2 + ctx.rand(*shape[:-1], 1))
        yield Adjusted(logits.to(dtype), temperature, top_k)


def adjust_slips(
    logits: Tensor, temperature: float, top_k: int | None, want: Tensor
) -> SlipAnswers:
    """Return what mistakes of `adjust` answer."""
    wide, values = logits.double(), logits.shape[-1]
    found: SlipAnswers = {
        "Log-probabilities were asked for, not probabilities.": want.exp(),
        "Renormalise: the probabilities of what is kept sum to one.": (wide / temperature).where(
            want > -torch.inf, -torch.inf
        ),
        "Logits are divided by the temperature, not multiplied.": adjusted(
            wide, 1 / temperature, top_k
        ),
        "The temperature does nothing here.": adjusted(wide, 1.0, top_k),
        "The temperature divides logits, before the softmax: the result is no law.": (
            adjusted(wide, 1.0, top_k) / temperature
        ),
        "The softmax is taken twice.": adjusted(want.exp(), 1.0, top_k),
        "Logits are divided by the temperature; here, probabilities are.": adjusted(
            wide.softmax(-1) / temperature, 1.0, top_k
        ),
    }
    if logits.ndim > 1 and logits.shape[-2] > 1 and (top_k is None or top_k >= values):
        found[said("A softmax over the values, the last dimension: this is over another one.")] = (
            wide / temperature
        ).log_softmax(-2)
    if top_k is not None and top_k < values:
        found |= _kept_slips(wide / temperature, top_k, want)
    return found


def _kept_slips(heated: Tensor, top_k: int, want: Tensor) -> SlipAnswers:
    """Return what mistakes about how many are kept answer."""
    least = heated.flatten().sort(descending=True).values[min(top_k, heated.numel()) - 1]
    sorted_ = want.sort(-1, descending=True).values
    found: SlipAnswers = {
        "`top_k` does nothing here.": adjusted(heated),
        "`top_k` keeps the largest; here the smallest are kept.": _smallest(heated, top_k),
        "`top_k` is how many are kept; here one more is.": adjusted(heated, 1.0, top_k + 1),
        "Renormalise once more: what is left has to sum to one.": adjusted(heated).where(
            want > -torch.inf, -torch.inf
        ),
        "Each value stays at its place: these are sorted.": sorted_,
        "What is not kept is -inf, the logarithm of 0: here it is 0, the logarithm of 1.": (
            want.where(want > -torch.inf, 0.0)
        ),
        "What is not kept gets the logit 0: it has to be -inf.": heated.where(
            want > -torch.inf, 0.0
        ).log_softmax(-1),
        "The k largest of each law are kept; here they are those of the whole tensor.": (
            heated.masked_fill(heated < least, -torch.inf).log_softmax(-1)
        ),
    }
    if top_k > 1:
        found[ONE_LESS] = adjusted(heated, 1.0, top_k - 1)
    return found


def _smallest(heated: Tensor, top_k: int) -> Tensor:
    ranks = heated.argsort(-1).argsort(-1)
    return heated.masked_fill(ranks >= top_k, -torch.inf).log_softmax(-1)
