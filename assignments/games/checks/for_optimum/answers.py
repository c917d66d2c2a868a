"""Values of the game: −∞ is compared apart, since any number is near it."""

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.slips import Slips
from autograder.checking.student import Failed
from autograder.text.i18n import said

from ..shared.precision import DTYPE, precisely

NEVER_NAN = said(
    "It is NaN: 0·log 0 is 0 here. Put a harmless logit where there is no mass, before you take "
    "the logarithm."
)
NO_CONTRIBUTION = said(
    "It is infinite, though no mass meets log 0: where there is no mass, there is no contribution."
)
INFINITE = said(
    "Where mass meets log 0 it is minus infinity: no clamp, no epsilon, no large number instead."
)
ROUNDED = said(
    "log of a sigmoid that has rounded to 0 is minus infinity: take F.logsigmoid, of the logits "
    "themselves. Logits up to ±10,000 are fine."
)
LARGE = said(
    "Wrong at large logits, up to ±10,000: nothing is clamped, and nothing is added inside the "
    "logarithm. F.logsigmoid needs neither."
)


def told_of_mass(got: Tensor) -> str:
    """Return what is said of a wrong number where laws hold zeros; nothing of finite ones."""
    if got.isnan().any():
        return NEVER_NAN
    return "" if torch.isfinite(got).all() else NO_CONTRIBUTION


def told_of_large(got: Tensor) -> str:
    """Return what is said of a wrong number where logits are large."""
    return LARGE if torch.isfinite(got).all() else ROUNDED


def require_value(answer: Answer, want: Tensor, dtype: torch.dtype, slips: Slips) -> None:
    """Raise Failed unless a number is `want`, which may be −∞."""
    if torch.isfinite(want):
        precisely(answer, want, dtype, slips=slips, wrong=told_of_mass)
        return
    got = answer.hint(dtype=DTYPE).should_have_shape(dtype=dtype)
    if bool(got.isnan()):
        raise Failed(NEVER_NAN)
    if float(got) != float(want):
        detail = said(
            "Yours: {yours}. Expected: {expected}.", yours=f"{float(got):.6g}", expected="-inf"
        )
        raise Failed(INFINITE, detail=detail)
