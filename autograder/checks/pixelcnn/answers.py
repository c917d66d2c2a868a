"""Asking a likelihood function of the student, and judging what it answers."""

import itertools
import math

import torch
from torch import Tensor

from autograder.checks.agreement import numbers, require_agreement
from autograder.student import Expect, Failed, Student

TOLERANCE = 1e-5  # nats; right answers differ by rounding alone, mistakes by tenths of nats
GRADIENT_TOLERANCE = 1e-4
CUT = 0.01  # of the cost: far more than rounding takes away
ONE_PER_IMAGE = "One number for each image of the batch: do not sum over the batch."


def rounding(logits: Tensor) -> float:
    """Give the absolute error in nats that the contract allows: 2·eps·max|logit|·dimensions."""
    largest = max(1.0, float(logits.abs().max()))
    dims = logits[0].numel()
    return max(TOLERANCE, 2 * torch.finfo(logits.dtype).eps * largest * dims)


def nats_of(
    student: Student, name: str, *args: Tensor | int, images: int, dtype: torch.dtype | None = None
) -> Tensor:
    """Ask a likelihood function of the student for its (images,) numbers."""
    try:
        return student.call(name, *args, expect=Expect((images,), dtype))
    except Failed as failed:
        hint = f" {ONE_PER_IMAGE}" if "shape" in failed.message else ""
        raise Failed(failed.message + hint, seen=failed.seen) from None


def all_images(values: int, shape: tuple[int, ...]) -> Tensor:
    """Give every image of a shape, int64 (values ** prod(shape), *shape)."""
    rows = itertools.product(range(values), repeat=math.prod(shape))
    return torch.tensor(list(rows)).view(-1, *shape)


def require_mass_one(nll: Tensor, over: str, named: str = "") -> None:
    """Raise Failed unless Σ exp(−nll) is 1, which the chain rule makes exact, up to 1e-5.

    `named` is the sentence for a mistake that has been recognised already.
    """
    mass = float(nll.double().neg().exp().sum())
    if abs(mass - 1) <= TOLERANCE:  # a NaN does not pass
        return
    message = f"The probabilities exp(-NLL) of {over} should sum to 1. {named}".strip()
    raise Failed(message, seen=f"They sum to {mass:.6g}.")


def require_stable(got: Tensor, want: Tensor, logits: Tensor, name: str, squash: str) -> None:
    """Tell an overflow, a cut-off and another error apart."""
    tolerance = rounding(logits)
    if not torch.isfinite(got).all():
        raise Failed(
            f"`{name}` is not finite for logits as large as 1e4: the probability has become 0 "
            f"before its logarithm was taken. Go from logits to log-probabilities in one step.",
            seen=f"Yours: {numbers(got)}.",
        )
    wrong = f"`{name}` is wrong for logits as large as 1e4, or that all lie far from 0."
    worst = (got - want).abs().argmax()
    if got[worst] < (1 - CUT) * want[worst]:
        wrong = (
            f"`{name}` makes sure mistakes too cheap for logits as large as 1e4: something cuts "
            f"the cost off, such as a small number added inside the logarithm, a clamp, or a loss "
            f"that starts from the {squash}."
        )
    require_agreement(got, want, tolerance=tolerance, wrong=wrong)


def require_gradient(student: Student, name: str, logits: Tensor, x: Tensor, want: Tensor) -> None:
    """Compare the Jacobian with `want`, the gradient of each image's own cost."""
    images = len(logits)
    rows = torch.eye(images, dtype=logits.dtype)
    (got,) = student.vjp(name, logits, x, wrt=[0], cotangents=rows)
    own = got[range(images), range(images)]
    wrong = f"The gradient of `{name}` is not that of -log p(x): is part of it detached?"
    require_agreement(own, want, tolerance=GRADIENT_TOLERANCE, wrong=wrong)
    others = got * (1 - rows).view(images, images, *[1] * (logits.ndim - 1))
    wrong = f"In `{name}` the cost of an image depends on the logits of another one."
    require_agreement(others, torch.zeros_like(others), tolerance=GRADIENT_TOLERANCE, wrong=wrong)
