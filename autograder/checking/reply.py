"""What came back → what was promised: a plain value of the right form, or the sender's fault.

All that a check takes for an answer has passed through here. The process that sends it runs the
student's code, so every value that a frame can hold may come in reply to every question.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.transport import WrongDtype, WrongForm, WrongShape, lost_answer
from autograder.text.i18n import said

PLAIN_BYTES = 1 << 16  # of an answer that is plain data


@dataclass(frozen=True)
class Expect:
    """Shape and dtype that an answer must have; dtype None means any floating dtype.

    `finite` asks for numbers that are neither infinite nor NaN.
    """

    shape: tuple[int, ...]
    dtype: torch.dtype | None = None
    finite: bool = False

    @property
    def nbytes(self) -> int:
        """Most bytes an answer of this shape can take."""
        return 8 * max(1, math.prod(self.shape))


@dataclass(frozen=True)
class Watched:
    """A value, and the tensor arguments as they stand after the call, to see modifications."""

    value: Any
    arguments: tuple[Tensor, ...] = ()


def expected_tensor(value: object, expect: Expect, what: str) -> Tensor:
    """Return `value` if it is a plain tensor as expected, else raise Failed saying what it is."""
    if not isinstance(value, Tensor):
        detail = said("It returned a {kind}.", kind=type(value).__name__)
        raise WrongForm(said("{what} should return one tensor.", what=what), detail=detail)
    if tuple(value.shape) != expect.shape:
        shape = str(expect.shape)
        wanted = said("{what} should return a tensor of shape {shape}.", what=what, shape=shape)
        detail = said("It returned shape {shape}.", shape=str(tuple(value.shape)))
        raise WrongShape(wanted, detail=detail)
    right = value.dtype.is_floating_point if expect.dtype is None else value.dtype == expect.dtype
    if not right:
        detail = said("It returned {dtype}.", dtype=str(value.dtype))
        if expect.dtype is None:
            raise WrongDtype(
                said("{what} should return a floating dtype.", what=what), detail=detail
            )
        dtype = str(expect.dtype)
        raise WrongDtype(
            said("{what} should return {dtype}.", what=what, dtype=dtype), detail=detail
        )
    if expect.finite and not torch.isfinite(value).all():
        raise WrongForm(
            said("{what} should give finite numbers: some are infinite or NaN.", what=what)
        )
    return value


def expected_tensors(value: object, expect: Sequence[Expect], what: str) -> tuple[Tensor, ...]:
    """Return `value` if it is a list of tensors as expected, else raise Failed saying what it
    is.
    """
    if not isinstance(value, list) or len(value) != len(expect):
        number = len(expect)
        raise WrongForm(
            said("{what} should return a tuple of {number} tensors.", what=what, number=number)
        )
    return tuple(expected_tensor(v, e, what) for v, e in zip(value, expect, strict=True))


def watched_answer(
    value: object, expect: Expect | None, given: Sequence[Tensor], what: str
) -> Watched:
    """Return an answer and the arguments after it; raises Failed when one has another form now.

    Args: `expect`, None for plain data; `given`, the tensors among the arguments, in their order.
    """
    if not isinstance(value, list) or len(value) != 2:
        raise lost_answer(what)
    result, after = value
    if not isinstance(after, list) or len(after) != len(given):
        raise lost_answer(what)
    answer = expected_tensor(result, expect, what) if expect else result
    for now, before in zip(after, given, strict=True):
        if not isinstance(now, Tensor) or (now.shape, now.dtype) != (before.shape, before.dtype):
            raise WrongForm(
                said("{what} gives one of its arguments another shape or dtype.", what=what)
            )
    return Watched(answer, tuple(after))


def room_for(expect: Expect | None, given: Sequence[Tensor]) -> int:
    """Return most bytes that an answer takes together with the arguments after it."""
    answer = PLAIN_BYTES if expect is None else expect.nbytes
    return 2 * (answer + sum(one.numel() * one.element_size() for one in given))


def as_float(number: int | float) -> float:
    """Return a plain number as a float: an infinite one for a whole number beyond all floats."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def expected_count(value: object, what: str) -> int:
    """Return a number of things, 0 or more; raises StudentCrashed when it is none."""
    return expected_reference(value, what)


def expected_names(value: object, what: str) -> frozenset[str]:
    """Return names of something; raises StudentCrashed when it is no list of texts."""
    return frozenset(names_in_order(value, what))


def names_in_order(value: object, what: str) -> list[str]:
    """Return names in their order; raises StudentCrashed when it is no list of texts."""
    if not isinstance(value, list) or not all(type(one) is str for one in value):
        raise lost_answer(what)
    return value


def expected_truths(value: object, what: str) -> dict[str, bool]:
    """Return truths by name; raises StudentCrashed when it is anything else."""
    if not isinstance(value, dict) or not all(type(one) is bool for one in value.values()):
        raise lost_answer(what)
    return value


def expected_touched(value: object, what: str) -> dict[str, Any]:
    """Return what a step may touch of a module, see `worker.touched`.

    Raises StudentCrashed when it is anything else: its keys lead to tensors, to tensors or None,
    and to truths, all by name.
    """
    kinds = {"state": Tensor, "grads": Tensor | None, "modes": bool, "learning": bool}
    if not isinstance(value, dict) or set(value) != set(kinds):
        raise lost_answer(what)
    for key, kind in kinds.items():
        part = value[key]
        if not isinstance(part, dict) or not all(isinstance(one, kind) for one in part.values()):
            raise lost_answer(what)
    return value


def expected_gradients(value: object, names: Sequence[str], what: str) -> dict[str, Tensor]:
    """Return gradients by the names of parameters, those of `names` where there are any.

    Raises StudentCrashed when it is anything else than floating tensors by name.
    """
    if not isinstance(value, dict) or (names and set(value) != set(names)):
        raise lost_answer(what)
    if not all(isinstance(one, Tensor) and one.dtype.is_floating_point for one in value.values()):
        raise lost_answer(what)
    return value


def expected_reference(value: object, what: str) -> int:
    """Return the number under which an object is kept; raises StudentCrashed when it is none."""
    if type(value) is not int or value < 0:
        raise lost_answer(what)
    return value


def expected_truth(value: object, what: str) -> bool:
    """Return a yes or no; raises StudentCrashed when it is none."""
    if type(value) is not bool:
        raise lost_answer(what)
    return value


def require_nothing(value: object, what: str) -> None:
    """Raise StudentCrashed unless the reply is that something has been done, and no more."""
    if value is not None:
        raise lost_answer(what)


def expected_state(value: object, what: str) -> dict[str, Any]:
    """Return a state_dict: tensors, and plain data where a module keeps some; raises
    StudentCrashed.

    Frames hold no dict with other keys than strings.
    """
    if not isinstance(value, dict):
        raise lost_answer(what)
    return value
