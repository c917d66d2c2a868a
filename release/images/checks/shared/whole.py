"""Whole numbers that a function returns as plain data."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.compare import named_mistake
from autograder.checking.reply import as_float
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed
from autograder.checking.transport import WrongForm
from autograder.text.i18n import as_said, said

NEAR = 0.01  # of whole numbers: any difference counts


def require_whole(
    name: str, got: object, want: Sequence[int], slips: Callable[[], SlipAnswers], form: str
) -> None:
    """Raise Failed unless plain data are these whole numbers, several as a tuple.

    Args: `name`, of the function; `slips` returns what mistakes answer, as many numbers each;
    `form`, the sentence for something else than so many Python ints.
    """
    numbers: list[Any] = got if isinstance(got, list) else [got]
    if len(numbers) != len(want) or any(type(one) is not int for one in numbers):
        raise WrongForm(form)
    if numbers == list(want):
        return
    yours = torch.tensor([as_float(one) for one in numbers], dtype=torch.float64)
    named: dict[str, Tensor] = {as_said(text): answer.double() for text, answer in slips().items()}
    right = torch.tensor(want, dtype=torch.float64)
    told = named_mistake(yours, right, named, NEAR)
    told = told or said("`{name}` returns other numbers.", name=name)
    seen, due = (", ".join(map(str, some))[:80] for some in (numbers, want))
    detail = said("Yours: {yours}. Expected: {expected}.", yours=seen, expected=due)
    raise Failed(told, detail=detail)
