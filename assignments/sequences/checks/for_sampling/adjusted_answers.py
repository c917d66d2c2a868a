"""Log-probabilities some of which are -inf: compared, with that in mind."""

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.compare import gap, numbers, require_agreement
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed
from autograder.text.i18n import said

from ..shared.precision import DTYPE, tolerance

CUT_OFF = -1e7  # stands for -inf where numbers are compared: logits go up to 1e4, over 0.01
NEVER = said("What is not kept has probability 0: its logarithm is -inf, not a large number.")
NAN = said("Some numbers are NaN: -inf minus -inf, or 0 times infinity?")
LOST = said("Some values that are kept are -inf: go by log_softmax, not by the log of a softmax.")
OTHER = said("`adjust` returns other numbers.")


def require_adjusted(
    answer: Answer,
    want: Tensor,
    dtype: torch.dtype,
    slips: Slips,
    *,
    wrong: str = OTHER,
    rounding: float = 0.0,
) -> None:
    """Raise Failed unless log-probabilities are those that are due, -inf at the right places."""
    got = answer.hint(dtype=DTYPE).should_have_shape(*want.shape, dtype=dtype)
    if got.isnan().any():
        raise Failed(NAN)
    near = max(tolerance(dtype), rounding)
    yours, right = _finite(got), _finite(want)
    units = near * (1 + right.abs().where(right > CUT_OFF, 0))
    if gap(yours / units, right / units) > 1:
        found = evaluated(slips, got, want, answer.args, answer.named)
        named = {told: _finite(one) / units for told, one in found.items()}
        told = _told(got, want, wrong)
        try:
            args = {"tolerance": 1.0, "wrong": told, "mistakes": named}
            require_agreement(yours / units, right / units, **args)  # type: ignore[arg-type]
        except Failed as failed:
            seen = {"yours": numbers(got), "expected": numbers(want)}
            failed.detail = said("Yours: {yours}. Expected: {expected}.", **seen)
            raise


def _told(got: Tensor, want: Tensor, wrong: str) -> str:
    """Return what is said where no other mistake fits."""
    out = want == -torch.inf
    if (got[~out] == -torch.inf).any():
        return LOST
    return NEVER if bool(out.any()) and bool((got[out] < -1e3).all()) else wrong


def _finite(found: Tensor) -> Tensor:
    return found.double().where(found > -torch.inf, CUT_OFF)
