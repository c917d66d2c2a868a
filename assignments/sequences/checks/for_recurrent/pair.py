"""`lstm_step`, which returns two tensors: asked, and laid side by side in one row of numbers."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.compare import gap, require_agreement
from autograder.checking.reply import Expect, expected_tensors
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Student
from autograder.checking.transport import WrongDtype, WrongForm, WrongShape
from autograder.text.i18n import listed, said

from ..shared.precision import DTYPE, tolerance

NAME = "lstm_step"
SHAPES = said("h' and c' have the shape of h and of c, (B, H).")


def asked_pair(
    student: Student, shape: tuple[int, int], dtype: torch.dtype, *args: Any, **named: Any
) -> Tensor:
    """Ask for h' and c', and return all entries of both, one after the other.

    Raises Failed when something else comes, or an argument that is given by name has changed.
    """
    answer = plain_by_name(student, NAME, **named) if named else student.call_plain(NAME, *args)
    try:
        h, c = expected_tensors(answer, [Expect(shape, dtype)] * 2, f"`{NAME}`")
    except (WrongDtype, WrongShape) as failed:
        told = DTYPE if isinstance(failed, WrongDtype) else SHAPES
        raise WrongForm(listed([failed.message, told]), detail=failed.detail) from None
    return torch.cat([h.flatten(), c.flatten()])


def require_pair(
    got: Tensor, want: Tensor, slips: Slips, wrong: Callable[[Tensor], str] | str = ""
) -> None:
    """Raise Failed unless both are right, each number to 1 + itself; says which mistake fits."""
    units, near = 1 + want.double().abs(), tolerance(got.dtype)
    yours, right = got / units, want / units
    if gap(yours, right) <= near:
        return
    found = evaluated(slips, got, want, (), {})
    mistakes = {told: answer / units for told, answer in found.items()}
    told = wrong(got) if callable(wrong) else wrong
    require_agreement(yours, right, tolerance=near, wrong=told, mistakes=mistakes)
