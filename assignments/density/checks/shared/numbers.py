"""How close answers must be, and the gradients that belong to them."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.student import Failed
from autograder.text.i18n import said

BOTH = (torch.float32, torch.float64)
DTYPE = said("The result has the dtype of what it is computed from.")
GRADIENT = 1e-7  # relative, in float64


def tolerance(dtype: torch.dtype) -> float:
    """Return how far an answer may be off, as a share of the largest entry."""
    return 1e-9 if dtype == torch.float64 else 1e-5


def rounding(logits: Tensor, dims: int) -> float:
    """Return the absolute error that the contract allows: 2·eps·max|logit|·D nats."""
    exact = 2 * torch.finfo(logits.dtype).eps * float(logits.abs().max()) * dims
    return max(tolerance(logits.dtype), exact)


def precisely(
    answer: Answer, want: Tensor, dtype: torch.dtype, *, rough_unit: bool = False, **told: object
) -> None:
    """Raise Failed unless an answer is `want` in its own precision.

    Lost digits alone make no answer meaningless, so that essential checks ask twice. Args:
    `rough_unit`, where a wrong unit was put right, of which student's constants may be float32;
    `told`, what `should_equal` takes besides.
    """
    answer = answer.hint(dtype=DTYPE)
    rough = tolerance(torch.float32)
    answer.should_equal(want, dtype=dtype, atol=rough, rtol=rough, **told)  # type: ignore[arg-type]
    exact = tolerance(dtype)
    if exact < rough and not rough_unit:
        try:
            answer.should_equal(want, atol=exact, rtol=exact, **told)  # type: ignore[arg-type]
        except Failed as failed:
            failed.essential = False
            raise


def require_pulled(
    answer: Answer, rows: Tensor, want: Mapping[str, Tensor], *, zero_sum: bool = False
) -> None:
    """Raise Failed unless the gradients of an answer by its arguments are these.

    Args: `rows`, cotangents (R, *answer.shape); `want` (R, *argument.shape) by the arguments'
    names; `zero_sum` compares along directions that leave the sum of an argument as it is.
    """
    found = answer.gradient(*want, rows=rows).tensors()
    for (argument, right), got in zip(want.items(), found, strict=True):
        require_gradient(answer.name, argument, got, right, zero_sum=zero_sum)


def require_gradient(
    name: str, argument: str, got: Tensor, want: Tensor, *, zero_sum: bool = False
) -> None:
    """Raise Failed unless a gradient is `want`; says so where there is none at all."""
    if not got.any() and want.any():
        message: str = said(
            "`{name}` has no gradient with respect to `{argument}`: is it detached?",
            name=name,
            argument=argument,
        )
        raise Failed(message)
    yours, right = (_centred(got), _centred(want)) if zero_sum else (got, want)
    allowed = GRADIENT * max(1.0, float(right.abs().max()))
    if gap(yours, right) <= allowed:
        return
    wrong: str = said(
        "The gradient of `{name}` with respect to `{argument}` is wrong.",
        name=name,
        argument=argument,
    )
    message = mistake_in(yours, right, allowed, wrong, {})
    raise Failed(message, detail=detail_of(yours, right, allowed))


def _centred(rows: Tensor) -> Tensor:
    flat = rows.flatten(1)
    return flat - flat.mean(1, keepdim=True)


def gradients(value: Tensor, rows: Tensor, wrt: Sequence[Tensor]) -> list[Tensor]:
    """Return rows (R, *value.shape) pulled back through a value of ours, (R, *argument.shape)."""
    pulled = [
        torch.autograd.grad((value * row).sum(), list(wrt), retain_graph=True) for row in rows
    ]
    return [torch.stack(column) for column in zip(*pulled, strict=True)]
