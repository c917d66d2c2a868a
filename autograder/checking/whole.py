"""A Python int that was asked for: a float or a tensor in its place costs points once."""

from typing import Any

from torch import Tensor

from autograder.checking.student import Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

WHOLE = said("A Python int was asked for.")


def int_of(student: Student, name: str, value: object, told: str = WHOLE) -> int:
    """Return a whole number that a function answers with; raises WrongForm unless it is an int.

    The first check that meets a whole number of another type fails by it, and what rests on that
    check is asked all the same. Args: `name`, the function's; `told`, the sentence for the student.
    """
    if type(value) is int:
        return value
    number = _number(value)
    if number is None:
        raise WrongForm(told)
    form = f"{name}: an int"
    if form not in student.scales.by_name:
        raise WrongForm(told, scale=(form, 1.0))
    return number


def _number(value: Any) -> int | None:
    """Return the whole number that something of another type stands for, if it does."""
    if isinstance(value, Tensor):
        value = value.item() if value.numel() == 1 else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return int(value) if type(value) is int else None
