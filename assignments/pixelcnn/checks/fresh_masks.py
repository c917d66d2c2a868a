"""Whether every mask is a tensor of its own, as the contract has it."""

from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import said

HIDDEN = True  # never released

FILLING = 7.0  # no entry of a mask


def require_fresh(
    student: Student,
    name: str,
    *args: int | str,
    shape: tuple[int, ...],
    others: Sequence[tuple[tuple[int | str, ...], tuple[int, ...]]],
) -> None:
    """Raise Failed unless the mask is float32 and what is done to it leaves all others alone.

    The mask is kept in the student's process and filled there with numbers that no mask holds. Then
    it is asked for again, and masks that were made before, with the same arguments and with
    `others` (arguments and shape of each), are looked at. A tensor that cannot be filled, because
    its entries share memory, is left alone.
    """
    expect = Expect(shape, torch.float32)
    before = student.call(name, *args, expect=expect)
    every = [*others, (args, shape)]
    made = [(student.construct(name, *other), Expect(size)) for other, size in every]
    were = [other.call("clone", expect=size) for other, size in made]
    kept = student.construct(name, *args)
    filled = _filled(kept, expect)
    after = student.call(name, *args, expect=expect)
    if not torch.equal(before, after) or not torch.equal(kept.call("clone", expect=expect), filled):
        message = said(
            "`{name}` gives out the same tensor twice: whoever changes one mask changes all that "
            "follow. Make a fresh tensor in each call.",
            name=name,
        )
        raise Failed(message)
    for (other, size), was in zip(made, were, strict=True):
        if not torch.equal(other.call("clone", expect=size), was):
            message = said(
                "Masks of `{name}` share memory: whoever changes one changes another that was "
                "given out before. Make a fresh tensor in each call, not a view of a common one.",
                name=name,
            )
            raise Failed(message)


def _filled(kept: Handle, expect: Expect) -> Tensor:
    """Fill a mask, if it can be, and return what it holds then."""
    try:
        kept.call("fill_", FILLING, expect=expect)
    except StudentCrashed as crash:
        if crash.cause != "exception":
            raise
    return kept.call("clone", expect=expect)
