"""Draws of `sample_mixture` that are all but certain: narrow components."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context
from autograder.checking.compare import numbers
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

# A uniform number of float32 is exactly 0 once in 2^24 draws, and then gives the value 0, however
# narrow the component is. So a first failure is asked again; of fewer than 400 draws each time.
LOST = (400 / 2**24) ** 2
NARROW = -7.0
OFF = 0.2  # of a bar, that means lie above the middle of one
INTEGERS = said("Values are 0 to V − 1, int64 of shape (B, C, H, W).")
NEAREST = said("Narrow components are certain: the value nearest to the mean.")
AVERAGED = said("The mean of the components was taken: a pixel picks one of them.")
APART = said("Each channel picked a component of its own: one is picked for the pixel.")


def twice(require: Callable[[], None]) -> None:
    """Raise Failed where an answer is wrong two times in a row."""
    try:
        require()
    except WrongForm:
        raise
    except Failed:
        require()


def asked(student: Student, *given: object) -> Answer:
    """Call `sample_mixture`."""
    call: Answer = student.call("sample_mixture", *given)
    return call.hint(shape=INTEGERS, dtype=INTEGERS)


def require_nearest(student: Student, ctx: Context, num_values: int) -> None:
    """Raise Failed unless one narrow component gives the values nearest to its means."""
    batch, channels, height, width = 2, 3, 2, 4
    x = ctx.randint(num_values, batch, channels, height, width)
    means = ((x + OFF) / (num_values - 1)).unsqueeze(1)
    logits = torch.zeros(batch, 1, height, width)
    answer = asked(student, logits, means, torch.full_like(means, NARROW), None, num_values)
    answer.should_equal(x, wrong=NEAREST)


def require_one_component(student: Student, num_values: int) -> None:
    """Raise Failed unless a pixel's channels come from one of two components, at 0 and at 1."""
    shape = 4, 3, 3, 4
    off = OFF / (num_values - 1)
    ends = torch.tensor([off, 1 + off]).view(1, 2, 1, 1, 1)
    means = ends.expand(4, 2, *shape[1:]).contiguous()
    scales, logits = torch.full_like(means, NARROW), torch.zeros(4, 2, *shape[2:])
    answer = asked(student, logits, means, scales, None, num_values)
    got = answer.should_have_shape(*shape, dtype=torch.int64)
    if not ((got == 0) | (got == num_values - 1)).all():
        raise Failed(AVERAGED, detail=_yours(got))
    if not (got == got[:, :1]).all():
        raise Failed(APART, detail=_yours(got))


def _yours(got: Tensor) -> str:
    return said("Yours: {numbers}.", numbers=numbers(got))
