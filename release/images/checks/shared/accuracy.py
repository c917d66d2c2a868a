"""How near an answer has to be, by the contract: 1e-4 (1 + |answer|), of each entry its own."""
from typing import Any
import torch
from torch import Tensor
from autograder.checking.answer import Answer
from autograder.checking.slips import Slips
BOTH = (torch.float32, torch.float64)
CLOSE = 0.0001

def require_close(answer: Answer, want: Tensor, dtype: torch.dtype | None=None, *, slips: Slips | None=None, slack: float=0.0, **more: Any) -> Tensor:
    """Ask, and return the answer; raises Failed unless it is right and has the dtype.

    Args: `slack`, what the rounding of large inputs may cost on top; `more`, as of `should_equal`.
    """
    want = want if dtype is None else want.to(dtype)
    return answer.should_equal(want, slips=slips, dtype=dtype, atol=CLOSE + slack, rtol=CLOSE, each=True, **more)
