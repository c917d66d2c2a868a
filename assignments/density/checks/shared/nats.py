"""What rows cost by their logits, and what `log_prob` of a model answers about them."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.ratio import unit_off
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Expect, Failed, Handle
from autograder.text.i18n import said

from .mass import (
    BITS,
    MEAN,
    MEAN_SIGN,
    SIGN,
    ZEROS,
    asked_log_prob,
    closeness,
    every_row,
    told_of_mass,
)

HIDDEN = True  # never released


def log_probs(logits: Tensor, x: Tensor) -> Tensor:
    """Return the log-probability of each entry of x in float64, P(x = 1) = sigmoid(logits)."""
    return F.logsigmoid((2 * x.double() - 1) * logits.double())


def unit_slips(want: Tensor, dims: int) -> SlipAnswers:
    """Return what a wrong unit, sign or mean makes of log-probabilities (B,)."""
    return {
        SIGN: -want,
        MEAN: want / dims,
        MEAN_SIGN: -want / dims,
        BITS: want / math.log(2),
    }


def logit_slips(logits: Tensor, x: Tensor) -> SlipAnswers:
    """Return what the usual misuses of logits (B, D) make of log-probabilities (B,)."""
    wide, bits = logits.double(), x.double()
    outside = (wide < 0) | (wide > 1)
    taken = torch.where(outside, torch.nan, torch.where(bits > 0, wide, 1 - wide))
    return {
        ZEROS: (bits * log_probs(wide, 1 + 0 * bits)).sum(1),
        "Zero and one are swapped: the logit is that of P(x = 1).": log_probs(wide, 1 - bits).sum(
            1
        ),
        "This takes the sigmoid twice: log_prob starts from logits.": (
            log_probs(wide.sigmoid(), bits).sum(1)
        ),
        "forward gives logits, not probabilities.": taken.log().sum(1),
    }


def require_log_prob(model: Handle, x: Tensor, logits: Tensor, wrong: str = "") -> None:
    """Raise Failed unless `log_prob` adds up the log-probabilities of x (B, D) by these logits."""
    got = asked_log_prob(model, x).should_have_shape(len(x), dtype=x.dtype)
    judge_log_prob(got, x, logits, wrong)


def judge_log_prob(got: Tensor, x: Tensor, logits: Tensor, wrong: str = "") -> None:
    """Raise Failed unless an answer (B,) of `log_prob` fits these logits; says which mistake it is.

    A wrong unit, sign or mean does not make the model meaningless.
    """
    want = log_probs(logits, x).sum(1)
    tolerance = closeness(want, x.dtype)
    if gap(got, want) <= tolerance:
        return
    units = unit_slips(want, x.shape[1])
    other = wrong or said("`log_prob` is the sum of the log-probabilities by its own logits.")
    mistake = mistake_in(got, want, tolerance, other, {**units, **logit_slips(logits, x)})
    scale = unit_off("log_prob", got, want, tolerance)
    mild = False if mistake in units else None
    raise Failed(mistake, detail=detail_of(got, want, tolerance), scale=scale, essential=mild)


def require_mass_by_logits(model: Handle, name: str, num_dims: int, dtype: torch.dtype) -> None:
    """Raise Failed, naming the mistake by the model's logits, unless all rows sum to one."""
    x = every_row(num_dims, dtype)
    got = asked_log_prob(model, x).should_have_shape(len(x), dtype=dtype)
    failed = told_of_mass(name, got)
    if failed is not None:
        logits = model.call("forward", x=x).should_have_shape(*x.shape)
        judge_log_prob(got, x, logits, failed.message)
        raise failed


def require_large(model: Handle, x: Tensor, logits: Tensor) -> None:
    """Raise Failed unless `log_prob` is finite and right where logits (B, D) are large."""
    got = asked_log_prob(model, x).should_have_shape(len(x), dtype=x.dtype)
    want = log_probs(logits, x).sum(1)
    largest = max(1.0, float(logits.abs().max()))
    tolerance = 2 * torch.finfo(x.dtype).eps * largest * x.shape[1]
    if gap(got, want) <= max(tolerance, closeness(want, x.dtype)):
        return
    raise Failed(told_of_large(got, want), detail=detail_of(got, want, tolerance))


def told_of_large(got: Tensor, want: Tensor) -> str:
    """Say what is wrong with log-probabilities (B,) by logits as large as 1e4."""
    if not torch.isfinite(got).all():
        return said(
            "This is the logarithm of a sigmoid: at a logit of -200 it is log 0. Go from logits to "
            "log-probabilities in one step (logsigmoid)."
        )
    if bool((got > 0.99 * want).any()):
        return said(
            "Sure mistakes are too cheap at logits of ±10,000: something cuts their cost off, such "
            "as the logarithm of a sigmoid with an epsilon, or a clamp."
        )
    return said("`log_prob` is wrong for logits of ±10,000.")


def told_of_large_logits(got: Tensor, want: Tensor) -> str:
    """Say what is wrong with logits as large as 1e4."""
    if torch.isfinite(got).all() and got.abs().max() < 0.5 * want.abs().max():
        return said("Large logits are cut off: do not clamp anything.")
    return said("Logits of ±10,000 are wrong.")


def forward(model: Handle, x: Tensor) -> Tensor:
    """Ask a model for its logits of rows (B, D)."""
    return model.forward(x, Expect(tuple(x.shape), x.dtype))
