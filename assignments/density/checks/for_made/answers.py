"""Lists of tensors that `made_degrees` and `made_masks` answer, and what is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.compare import numbers
from autograder.checking.student import Expect, Failed, Student
from autograder.checking.transport import WrongForm, WrongShape
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

TENSORS = said("The number of tensors is one more than that of the hidden layers.")
MASKS = said("The number of masks is that of the degrees: a mask leads into the outputs, too.")
OUT_IN = said("Masks are (out, in), as nn.Linear.weight.")
PRODUCT = "Paths are entries of the product of the masks, the first of which takes the inputs."


def asked(
    student: Student, name: str, args: Sequence[Any], want: Sequence[Tensor], count: str, shape: str
) -> list[Tensor]:
    """Call and return a list of tensors of the shapes and dtypes of `want`.

    Args: `count` and `shape`, sentences for another number of them and for another shape.
    """
    expect = [Expect(tuple(one.shape), one.dtype) for one in want]
    try:
        return list(student.call_many(name, *args, expect=expect))
    except WrongForm as failed:
        hint = shape if isinstance(failed, WrongShape) else ""
        hint = count if type(failed) is WrongForm else hint
        raise WrongForm(listed([failed.message, hint]), detail=failed.detail) from None


def require_degrees(
    student: Student, dims: int, sizes: Sequence[int], order: Tensor | None, want: list[Tensor]
) -> None:
    """Raise Failed unless `made_degrees` answers these degrees."""
    args = (dims, sizes) if order is None else (dims, sizes, order)
    got = asked(student, "made_degrees", args, want, TENSORS, "")
    wrong = [not torch.equal(one, due) for one, due in zip(got, want, strict=True)]
    if any(wrong):
        detail = _detail(got[wrong.index(True)], want[wrong.index(True)])
        raise Failed(_degrees_told(got, wrong, order), detail=detail)


def _degrees_told(got: list[Tensor], wrong: list[bool], order: Tensor | None) -> str:
    if not wrong[0]:
        if len(wrong) > 1 and wrong[1]:
            return said("Unit k has degree 1 + k mod (D - 1).")
        return said("The count begins again in each layer: unit k has degree 1 + k mod (D - 1).")
    if order is not None and torch.equal(got[0], order + 1):
        return said("That is the inverse of the order: the input of order[t] has degree t + 1.")
    if order is not None and torch.equal(got[0], torch.arange(len(order)) + 1):
        return said("The order has no effect: the input of order[t] has degree t + 1.")
    return said("The input of order[t] has degree t + 1.")


def require_masks(
    student: Student,
    degrees: list[Tensor],
    want: list[Tensor],
    slips: Mapping[str, Sequence[Tensor]],
    show: Callable[[Sequence[Tensor]], Picture] | None = None,
) -> None:
    """Raise Failed, naming the mistake, unless `made_masks` answers these masks.

    `show`, for a visible check, draws the masks that came.
    """
    got = asked(student, "made_masks", (degrees,), want, MASKS, OUT_IN)
    if _same(got, want):
        return
    other = said(
        "Into hidden layers degree(out) >= degree(in), into the outputs degree(out) > degree(in)."
    )
    named = (text for text, masks in slips.items() if _same(got, masks) and not _same(want, masks))
    place = [torch.equal(one, due) for one, due in zip(got, want, strict=True)].index(False)
    picture = show(got) if show else None
    raise Failed(next(named, other), detail=_detail(got[place], want[place]), picture=picture)


def _same(got: Sequence[Tensor], want: Sequence[Tensor]) -> bool:
    return all(torch.equal(one, due) for one, due in zip(got, want, strict=True))


def _detail(got: Tensor, want: Tensor) -> str:
    return said("Yours: {yours}. Expected: {expected}.", yours=numbers(got), expected=numbers(want))
