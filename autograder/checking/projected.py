"""The gradient of an answer by every argument, against one that is known to be right."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.compare import detail_of, gap
from autograder.checking.transport import Failed
from autograder.text.i18n import said

RTOL = 1e-3  # by the largest entry of one argument's gradient, and as much beside it


def require_projected(
    answer: Answer,
    right: Callable[..., Tensor],
    rows: Tensor,
    arguments: Sequence[str],
    *,
    rtol: float = RTOL,
) -> None:
    """Raise Failed unless ⟨answer, rows⟩ has the gradients of the right function, also by name.

    Args: `answer`, a call that gives all its arguments by their names; `right`, a function that
    takes them in the order in which they are given; `rows`, of the answer's shape, drawn at random
    so that no two entries of the answer stand in for each other; `arguments`, the names by which
    to differentiate. Each gradient may be off by `rtol` (1 + its largest entry).
    """
    found = answer.gradient(*arguments, rows=rows.unsqueeze(0)).tensors()
    wanted = gradients_of(right, answer, rows, arguments)
    for argument, (got,), want in zip(arguments, found, wanted, strict=True):
        tolerance = rtol * (1 + float(want.abs().max()))
        if gap(got, want) > tolerance:
            message = _told(answer.name, argument, got, want, tolerance)
            raise Failed(message, detail=detail_of(got, want, tolerance))


def gradients_of(
    right: Callable[..., Tensor], answer: Answer, rows: Tensor, arguments: Sequence[str]
) -> tuple[Tensor, ...]:
    """Return the gradients of ⟨right(…), rows⟩ at a call's arguments, in float64."""
    given = {
        name: value.detach().double() if _is_real(value) else value
        for name, value in answer.named.items()
    }
    for argument in arguments:
        given[argument].requires_grad_()
    inner = (right(*given.values()) * rows.double()).sum()
    inputs = [given[argument] for argument in arguments]
    found = torch.autograd.grad(inner, inputs, allow_unused=True, materialize_grads=True)
    return tuple(one.detach() for one in found)


def _is_real(value: object) -> bool:
    return isinstance(value, Tensor) and value.dtype.is_floating_point


def _told(name: str, argument: str, got: Tensor, want: Tensor, tolerance: float) -> str:
    given = {"name": name, "argument": argument}
    if not torch.isfinite(got).all():
        return said(
            "The gradient of `{name}` with respect to `{argument}` is not finite. torch.where "
            "does not stop the branch that is not taken: its gradient, too, must be finite.",
            **given,
        )
    if float(got.abs().max()) <= tolerance:
        return said(
            "`{name}` returns the right numbers, but no gradient reaches `{argument}`: is "
            "something detached, or made of new numbers?",
            **given,
        )
    return said("The gradient of `{name}` with respect to `{argument}` is wrong.", **given)
