"""NaN, infinities and −1 behind the end of a text: neither the answer nor its gradient notices."""

import math

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.compare import gap
from autograder.checking.student import Failed
from autograder.text.i18n import said

from .texts import Texts

POISONS = ((math.nan, -1), (math.nan, -1), (math.inf, -1), (1e4, 0))
NAN = said(
    "What stands behind the end of a text reaches the answer: NaN times zero is still NaN. Replace "
    "it (torch.where) before the softmax."
)
NOTICED = said("What stands behind the end of a text changes the answer.")
IN_GRADIENT = said(
    "The answer is right, but what stands behind the end of a text reaches its gradient, which is "
    "NaN: a NaN that is masked after the softmax comes back. Replace it before (torch.where)."
)
NOT_ZERO = said("The gradient behind the end of a text is not zero.")


def told_of_poison(got: Tensor) -> str:
    """Say what is wrong with the costs of texts that are padded with what does not count."""
    return NOTICED if torch.isfinite(got).all() else NAN


def require_unnoticed(answer: Answer, case: Texts, rows: Tensor) -> None:
    """Raise Failed unless the gradient by the logits is finite, and zero behind the ends."""
    ((got,),) = answer.gradient("logits", rows=rows.unsqueeze(0)).tensors()
    if not torch.isfinite(got).all():
        raise Failed(IN_GRADIENT)
    behind = got[~case.counts]
    if gap(behind, torch.zeros_like(behind)) > 0:
        raise Failed(NOT_ZERO)
