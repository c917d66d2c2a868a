"""How close answers must be, and the gradients that belong to them."""
import torch
from torch import Tensor
from autograder.checking.answer import Answer
from autograder.checking.student import Failed
from autograder.text.i18n import said
DTYPE = said('The result has the dtype of what it is computed from.')

def tolerance(dtype: torch.dtype) -> float:
    """Return how far an answer may be off, as a share of the largest entry."""
    return 1e-09 if dtype == torch.float64 else 1e-05

def precisely(answer: Answer, want: Tensor, dtype: torch.dtype, *, rough_unit: bool=False, **told: object) -> None:
    """Raise Failed unless an answer is `want` in its own precision.

    Lost digits alone make no answer meaningless, so that essential checks ask twice. Args:
    `rough_unit`, where a wrong unit was put right, of which student's constants may be float32;
    `told`, what `should_equal` takes besides.
    """
    answer = answer.hint(dtype=DTYPE)
    rough = tolerance(torch.float32)
    answer.should_equal(want, dtype=dtype, atol=rough, rtol=rough, **told)
    exact = tolerance(dtype)
    if exact < rough and (not rough_unit):
        try:
            answer.should_equal(want, atol=exact, rtol=exact, **told)
        except Failed as failed:
            failed.essential = False
            raise
