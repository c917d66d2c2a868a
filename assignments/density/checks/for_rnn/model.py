"""A student's RNNDensity, walked by its own start, read and update."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.leaks import Leak
from autograder.checking.student import Handle, Student
from autograder.text.i18n import said

from ..shared.mass import OF_THE_MODEL

ANY_LENGTH = said("Rows may have any number of columns, from one on.")
SEES_ITSELF = said("Column i of forward has seen x_i itself: read first, then update.")
SEES_LATER = said("It sees later dimensions.")
HINTS = {Leak.OWN: SEES_ITSELF, Leak.LATER: SEES_LATER, Leak.WHOLE: SEES_LATER}
ONE_EACH = said(
    "`read` gives one logit for each row, (B,), and `forward` one for each entry, (B, D)."
)


def _arguments(plan: Plan) -> Mapping[str, Any]:
    return {"hidden": plan.hidden}


RNN = ModelClass("RNNDensity", _arguments, loss="log_prob", hints=HINTS)


def built(student: Student, dtype: torch.dtype, seed: int, hidden: int = 16) -> Handle:
    """Construct an RNNDensity in eval mode and in a dtype, the global generators seeded."""
    student.seed_everything(seed)
    model = student.construct("RNNDensity", hidden=hidden)
    model.mode(dtype=dtype)
    return model


def read(model: Handle, state: Handle, x: Tensor) -> Tensor:
    """Return the logits (B,) that are read from a state."""
    answer = model.call("read", state).hint(shape=ONE_EACH, dtype=OF_THE_MODEL)
    return answer.should_have_shape(len(x), dtype=x.dtype)
