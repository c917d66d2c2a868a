"""Gradients of a function that returns two tensors, and what a call does to `.grad`."""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor

from autograder.checking import given
from autograder.checking.compare import gap
from autograder.checking.reply import Expect, expected_tensor
from autograder.checking.student import Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import said

from ..shared.hints import hinted

HIDDEN = True  # never released

CLOSE = 1e-6  # relative to 1 and to the largest entry of one argument's gradient, in float64
UNDER_NO_GRAD = said("It was called under torch.no_grad(): use torch.enable_grad() inside.")
OUTPUTS = ("h'", "c'")


def require_pulled(
    student: Student,
    name: str,
    named: Mapping[str, Tensor],
    right: Callable[..., tuple[Tensor, ...]],
    rows: Sequence[Tensor],
) -> None:
    """Raise Failed unless each of several outputs has the right gradient by every argument.

    Args: `named`, all arguments, float64; `right`, a function of them in this order; `rows`, a
    cotangent for each output.
    """
    for place, row in enumerate(rows):
        kept = {key: given.tensor(student, one, requires_grad=True) for key, one in named.items()}
        output = student.construct(name, **kept).construct("__getitem__", place)
        found = dict(zip(named, _pulled(output, row, kept, named), strict=True))
        inputs = [one.clone().requires_grad_() for one in named.values()]
        inner = (right(*inputs)[place] * row).sum()
        wants = torch.autograd.grad(inner, inputs, allow_unused=True, materialize_grads=True)
        for (key, got), want in zip(found.items(), wants, strict=True):
            if gap(got, want) > CLOSE * (1 + float(want.abs().max())):
                raise Failed(_told(name, place, key, got))


def _pulled(
    output: Handle, row: Tensor, kept: Mapping[str, Handle], named: Mapping[str, Tensor]
) -> list[Tensor]:
    """Pull a cotangent back through one output to all arguments; zeros where nothing arrives."""
    try:
        # A row of its own for backward() would have PyTorch import SymPy, in every such process.
        output.construct("mul", row).construct("sum").construct("backward")
    except StudentCrashed as crash:
        if crash.cause != "exception":
            raise
        told = said("Right numbers, but they have no gradient: is something detached?")
        raise Failed(told) from None
    found = []
    for key, one in kept.items():
        zeros = torch.zeros_like(named[key])
        grad = one.construct("__getattribute__", "grad") if given.has_grad(one) else None
        found.append(zeros if grad is None else given.value_of(grad, zeros))
    return found


def _told(name: str, place: int, argument: str, got: Tensor) -> str:
    values = {"name": name, "output": OUTPUTS[place], "argument": argument}
    if not got.any():
        return said(
            "`{name}` returns the right numbers, but no gradient of {output} reaches "
            "`{argument}`: is something detached, or made of new numbers?",
            **values,
        )
    return said(
        "The gradient of {output} of `{name}` with respect to `{argument}` is wrong.", **values
    )


def asked_without_grad(student: Student, name: str, args: Sequence[Tensor], count: int) -> Tensor:
    """Call under `torch.no_grad()`, and return the tensor (count,)."""
    expect = Expect((count,), args[0].dtype)
    with hinted(UNDER_NO_GRAD):
        value = student.ask("call", name, args, 2 * expect.nbytes, no_grad=True)
    return expected_tensor(value, expect, f"`{name}`")


def require_no_traces(student: Student, name: str, named: Mapping[str, Tensor]) -> None:
    """Raise Failed when a call's result requires grad, or leaves a `.grad` in an argument."""
    kept = {key: given.tensor(student, one, requires_grad=True) for key, one in named.items()}
    if student.requires_grad(name, **kept):
        raise Failed(
            said("The norms are numbers to look at: they do not require grad. Detach them.")
        )
    touched = [key for key, one in kept.items() if given.has_grad(one)]
    if touched:
        told = said(
            "The call leaves a gradient in `{argument}.grad`: backward() adds up there, and an "
            "optimiser would take it for one of its own. Use torch.autograd.grad, torch.func or "
            "the chain rule.",
            argument=touched[0],
        )
        raise Failed(told)
