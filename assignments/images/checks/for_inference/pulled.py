"""Gradients of posteriors by the parameters of models that live in the student's process."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.compare import gap
from autograder.checking.given import pulled_to
from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import said

from .laws import Law

HIDDEN = True

RTOL = 1e-3


def require_pulled(
    student: Student,
    laws: Sequence[Law],
    call: Callable[[Sequence[Handle]], Sequence[Any]],
    right: Callable[[Sequence[Tensor]], Tensor],
    rows: Tensor,
) -> None:
    """Raise Failed unless ⟨answer, rows⟩ has the right gradient by the `phase` of every law.

    Args: `call` returns a function's name and its arguments for models in the student's process;
    `right` returns the answer for other phases.
    """
    models = [law.given(student) for law in laws]
    phases = [law.phase.clone().requires_grad_() for law in laws]
    wanted = torch.autograd.grad((right(phases) * rows).sum(), phases)
    for model, want in zip(models, wanted, strict=True):
        got = pulled_to(student, model, "phase", call(models), rows)
        if gap(got, want) <= RTOL * (1 + float(want.abs().max())):
            continue
        if not got.any():
            raise Failed(said("Right numbers, but no gradient reaches the model."))
        raise Failed(said("The gradient by the model's parameters is wrong."))
