"""A function that returns several tensors: asked, and laid side by side in one row."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.compare import gap, require_agreement
from autograder.checking.reply import Expect, expected_tensors
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Student
from autograder.checking.transport import WrongDtype, WrongForm
from autograder.text.i18n import listed

from .precision import DTYPE, tolerance

Shapes = Sequence[tuple[int, ...]]


def row_of(parts: Sequence[Tensor]) -> Tensor:
    """Return all entries of several tensors, one after the other."""
    return torch.cat([part.flatten() for part in parts])


def asked_parts(
    student: Student, name: str, shapes: Shapes, dtype: torch.dtype, *args: Any, **named: Any
) -> tuple[Tensor, ...]:
    """Ask for tensors of these shapes; raises Failed when others come, or an argument changes.

    Arguments that are given by name are watched, those by position are not.
    """
    answer = plain_by_name(student, name, **named) if named else student.call_plain(name, *args)
    try:
        return expected_tensors(answer, [Expect(shape, dtype) for shape in shapes], f"`{name}`")
    except WrongDtype as failed:
        raise WrongForm(listed([failed.message, DTYPE]), detail=failed.detail) from None


def require_parts(
    got: Sequence[Tensor],
    want: Tensor,
    wrong: str,
    slips: Slips | None = None,
    near: float = 0.0,
) -> None:
    """Raise Failed unless the parts, in one row, are `want`; says which mistake fits.

    Args: `near`, how far they may be off, if not as their dtype says.
    """
    allowed = (near or tolerance(got[0].dtype)) * (1 + float(want.abs().max()))
    yours = row_of(got)
    if gap(yours, want) > allowed:
        mistakes = evaluated(slips, yours, want, (), {})
        require_agreement(yours, want, tolerance=allowed, wrong=wrong, mistakes=mistakes)
