"""How close answers of `games` must be, by the dtype of what they are made from."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.slips import Slips
from autograder.checking.student import Failed
from autograder.text.i18n import said

BOTH = (torch.float32, torch.float64)
DTYPE = said("The result has the dtype of what it is computed from.")
DIGITS = said(
    "Right to the digits of float32 alone, though float64 came in: compute in the dtype that "
    "comes, and add no epsilon."
)


def tolerance(dtype: torch.dtype) -> float:
    """Return how far each number may be off, relative to 1 and to itself."""
    return 1e-9 if dtype == torch.float64 else 1e-5


def precisely(
    answer: Answer,
    want: Tensor,
    dtype: torch.dtype,
    *,
    slips: Slips | None = None,
    wrong: str | Callable[[Tensor], str] = "",
    rounding: float = 0.0,
) -> Tensor:
    """Return a tensor that is `want` in its own precision; raises Failed unless it is.

    Lost digits alone make no answer meaningless. Args: `rounding`, what large numbers may lose, if
    more than the dtype says.
    """
    answer, near = answer.hint(dtype=DTYPE), max(tolerance(dtype), rounding)
    rough = max(tolerance(torch.float32), rounding)

    def ask(close: float, **told: Any) -> Tensor:
        return answer.should_equal(want, dtype=dtype, atol=close, rtol=close, each=True, **told)

    try:
        return ask(near, slips=slips, wrong=wrong)
    except Failed as failed:
        if near < rough and _is_met(ask, rough):
            raise Failed(DIGITS, detail=failed.detail, essential=False) from None
        raise


def _is_met(ask: Callable[[float], Tensor], close: float) -> bool:
    """Say whether an answer is right to this tolerance."""
    try:
        ask(close)
    except Failed:
        return False
    return True
