"""A student's Seq2Seq: how one is built, and what comes back."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.leaks import Leak
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.student import Handle, Student
from autograder.text.i18n import said

NAME = "Seq2Seq"
SOURCES = 5  # values of the source's tokens, wherever it is a plan that is asked
HIDDEN_SIZE = 16
TARGET_MASK = said(
    "The decoder attends to its own text without a causal mask, or reads it from both ends."
)
HINTS = {Leak.WHOLE: TARGET_MASK, Leak.LATER: TARGET_MASK}
SHAPE = said("One logit for each target token that may come, at each place: (B, T, num_target).")
OF_MODEL = said("The logits have the dtype of the model's own weights.")
ANY_SIZE = said(
    "source (B, S), lengths (B,) and target (B, T): S and T may differ, and be 1; so may B."
)


def _arguments(plan: Plan) -> Mapping[str, Any]:
    target = plan.layout.grid.num_values
    return {"num_source": SOURCES, "num_target": target, "dim": plan.hidden}


SEQ2SEQ = ModelClass(NAME, _arguments, loss="tokens", hints=HINTS)


def plan_of(source: Tensor, length: int, target: int, values: int) -> Plan:
    """Return a model of targets of so many tokens and values, given a source (S,) and its length.

    What the source holds from `length` on is padding.
    """
    before = source.unsqueeze(0), torch.tensor([length])
    return Plan(TextLayout(target, values, before), hidden=HIDDEN_SIZE)


def built(student: Student, dtype: torch.dtype, *args: int, **named: int) -> Handle:
    """Construct a Seq2Seq in eval mode and in a dtype, the global generators seeded."""
    student.seed_everything(0)
    model = student.construct(NAME, *args, **named)
    model.mode(dtype=dtype)
    return model


def require_forms(
    model: Handle, lengths: Tensor, places: int, values: tuple[int, int], target: int
) -> None:
    """Raise Failed unless logits of sources of these lengths have the contract's form.

    Args: `places`, S; `values`, of source and target; `target`, T. In the model's dtype.
    """
    for dtype in (torch.float64, torch.float32):
        model.mode(dtype=dtype)
        count, (sources, targets) = len(lengths), values
        source = torch.arange(count * places).view(count, places) % sources
        text = torch.arange(count * target).view(count, target) % targets
        answer = model.call("forward", source=source, lengths=lengths, target=text)
        logits = answer.hint(shape=SHAPE, dtype=OF_MODEL)
        logits.should_have_shape(count, target, targets, dtype=dtype, finite=True)
