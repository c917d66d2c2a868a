"""Python numbers in a dictionary: read by their keys and kinds, and compared with what is due."""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, gap, named_mistake
from autograder.checking.floats import float_of
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.checking.whole import int_of
from autograder.text.i18n import said

NEAR = 1e-6  # floats of float32 data
OTHER = said("Another number was expected.")


def require_figures(
    student: Student,
    name: str,
    answer: object,
    due: Mapping[str, int | float],
    slips: Slips,
    undefined: str = OTHER,
) -> None:
    """Raise Failed unless a dictionary holds what is `due`, ints as ints and floats as floats.

    Args: `slips`, by the sentence, figures in the order of the keys, NaN where a mistake leaves
    one open; `undefined`, what is said of NaN. Raises WrongForm where it has other keys, or
    anything but Python numbers.
    """
    if not isinstance(answer, dict) or set(answer) != set(due):
        raise WrongForm(
            said("A dictionary was asked for. The keys are {keys}.", keys=", ".join(due))
        )
    read = [_number(student, name, key, answer[key], due[key]) for key in due]
    got, want = (torch.tensor(row, dtype=torch.float64) for row in (read, [*due.values()]))
    units = 1 + want.abs()
    if gap(got / units, want / units) <= NEAR:
        return
    mistakes = {text: one / units for text, one in evaluated(slips, got, want, (), {}).items()}
    told: str = named_mistake(got / units, want / units, mistakes, NEAR)
    if not told:
        first = int((~((got / units - want / units).abs() <= NEAR)).int().argmax())
        mistake = undefined if bool(got[first].isnan()) else OTHER
        told = said('"{key}": {mistake}', key=[*due][first], mistake=mistake)
    raise Failed(told, detail=detail_of(got, want, NEAR))


def _number(student: Student, name: str, key: str, value: object, due: int | float) -> float:
    if isinstance(due, int):
        told = said('"{key}": a Python int was asked for.', key=key)
        return float(int_of(student, name, value, told))
    if type(value) is int:
        raise WrongForm(said('"{key}": a Python float was asked for.', key=key))
    told = said('"{key}": a Python float was asked for.', key=key)
    return float_of(student, name, value, told)


def row(*figures: float) -> Tensor:
    """Return figures as float64."""
    return torch.tensor(figures, dtype=torch.float64)
