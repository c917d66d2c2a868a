"""How near an answer has to be, by the contract, and in which dtype it comes."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.slips import Slips
from autograder.text.i18n import said

BOTH = (torch.float32, torch.float64)
DTYPE = said("The result has the dtype of the numbers that it is computed from.")


def closeness(dtype: torch.dtype) -> float:
    """Return by how much of 1 + |answer| an answer may be off."""
    return 1e-9 if dtype == torch.float64 else 1e-4


def rounding(logits: Tensor, tokens: int = 1) -> float:
    """Return what the rounding of large logits may cost a sum over so many tokens."""
    return 4 * torch.finfo(logits.dtype).eps * float(logits.abs().max()) * tokens


def precisely(
    answer: Answer,
    want: Tensor,
    dtype: torch.dtype,
    *,
    slips: Slips | None = None,
    wrong: str | Callable[[Tensor], str] = "",
    slack: float = 0.0,
) -> Tensor:
    """Return a tensor that is `want` in its own precision; raises Failed unless it is.

    Args: `slack`, what the rounding of large numbers may cost on top.
    """
    near = closeness(dtype)
    told = answer.hint(dtype=DTYPE)
    return told.should_equal(
        want, slips=slips, wrong=wrong, dtype=dtype, atol=near + slack, rtol=near, each=True
    )
