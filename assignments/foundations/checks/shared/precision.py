"""How close answers must be, by the dtype of what they are made from."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.slips import Slips
from autograder.text.i18n import said

BOTH = (torch.float32, torch.float64)
DTYPE = said("The result has the dtype of what it is computed from.")


def tolerance(dtype: torch.dtype) -> float:
    """Return how far an answer may be off, relative to 1 and to its largest entry."""
    return 1e-9 if dtype == torch.float64 else 1e-5


def precisely(
    answer: Answer,
    want: Tensor,
    dtype: torch.dtype,
    *,
    slips: Slips | None = None,
    wrong: str | Callable[[Tensor], str] = "",
    logits: float = 0.0,
) -> Tensor:
    """Return a tensor that is `want` in its own precision; raises Failed unless it is.

    Args: `logits`, how large those are that it is made of: differences of large ones are rounded.
    """
    near = max(tolerance(dtype), 4 * torch.finfo(dtype).eps * logits)
    answer = answer.hint(dtype=DTYPE)
    return answer.should_equal(want, slips=slips, wrong=wrong, dtype=dtype, atol=near, rtol=near)
