"""Python floats that a function returns, alone or in a dictionary: read, and compared by key."""

from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, gap, named_mistake
from autograder.checking.floats import FLOAT, float_of
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

NEAR = 1e-6  # floats of float32 data
OTHER = said("Another number was expected.")


def exact_float(student: Student, name: str, value: object, told: str = FLOAT) -> float:
    """Return a Python float that a function answers with; raises WrongForm for an int, too."""
    if type(value) is int and f"{name}: a float" not in student.scales.by_name:
        raise WrongForm(told, scale=(f"{name}: a float", 1.0))
    return float_of(student, name, value, told)


def figures_of(student: Student, name: str, answer: object, keys: Sequence[str]) -> Tensor:
    """Return the floats of a dictionary in the order of its keys, float64 (len(keys),).

    Raises WrongForm unless it has these keys, and Python floats alone.
    """
    if not isinstance(answer, dict) or set(answer) != set(keys):
        told = said("A dictionary was asked for. The keys are {keys}.", keys=", ".join(keys))
        raise WrongForm(told)
    each = [exact_float(student, name, answer[key], of_key(key, FLOAT)) for key in keys]
    return torch.tensor(each, dtype=torch.float64)


def require_figures(
    got: Tensor,
    want: Tensor,
    keys: Sequence[str],
    slips: Slips,
    near: float = NEAR,
    *,
    otherwise: str = OTHER,
) -> None:
    """Raise Failed unless figures are `want`, each to `near` (1 + itself).

    Says which mistake fits all of them, else which is the first that is wrong. Args: `keys`, none
    for a float that bears no key; `slips`, by the sentence, figures in the same order, NaN where a
    mistake leaves one open; `otherwise`, the sentence where none fits.
    """
    units = 1 + want.abs()
    yours, right = got / units, want / units
    if gap(yours, right) <= near:
        return
    answers = evaluated(slips, got, want, (), {})
    mistakes = {text: figures / units for text, figures in answers.items()}
    told = named_mistake(yours, right, mistakes, near)
    if not told:
        wrong, told = ~((yours - right).abs() <= near), otherwise
        told = of_key(keys[int(wrong.int().argmax())], told) if keys else told
    raise Failed(told, detail=detail_of(got, want, near))


def of_key(key: str, sentence: str) -> str:
    """Return a sentence with the key of a dictionary that it is about."""
    told: str = said('"{key}": {mistake}', key=key, mistake=sentence)
    return told
