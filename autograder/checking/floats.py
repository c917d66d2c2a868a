"""A Python float that was asked for: a tensor of one number in its place costs points once."""

from torch import Tensor

from autograder.checking.reply import as_float
from autograder.checking.student import Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

FLOAT = said("A Python float was asked for.")


def float_of(student: Student, name: str, value: object, told: str = FLOAT) -> float:
    """Return a number that a function answers with; raises WrongForm unless it is a Python float.

    The first check that meets a tensor of one number fails by it, and what rests on that check is
    asked all the same. Args: `name`, the function's; `told`, the sentence for the student.
    """
    if type(value) in (float, int):
        assert isinstance(value, float | int)
        return as_float(value)
    if not isinstance(value, Tensor) or value.numel() != 1:
        raise WrongForm(told)
    form = f"{name}: a float"
    if form not in student.scales.by_name:
        raise WrongForm(told, scale=(form, 1.0))
    return float(value)
