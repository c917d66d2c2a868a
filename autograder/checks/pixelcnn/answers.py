"""Asking a likelihood function of the student, and judging what it answers."""

import itertools
import math
from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checks.agreement import numbers, require_agreement
from autograder.student import Expect, Failed, NoGradient, Student, StudentCrashed

TOLERANCE = 1e-5  # nats; right answers differ by rounding alone, mistakes by tenths of nats
GRADIENT_TOLERANCE = 1e-4
CUT = 0.01  # of the cost: far more than rounding takes away
ONE_PER_IMAGE = "One number for each image: neither sum nor average over the batch."


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


def require_stable(
    got: Tensor, want: Tensor, logits: Tensor, name: str, mistakes: Mapping[str, Tensor]
) -> None:
    """Tell an overflow, a cut-off, one of `mistakes` and another error apart."""
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
            f"the cost off, such as a small number added inside the logarithm, or a clamp."
        )
    require_agreement(got, want, tolerance=rounding(logits), wrong=wrong, mistakes=mistakes)


def gradient_of(
    student: Student, name: str, *args: Tensor, wrt: list[int], cotangents: Tensor
) -> tuple[Tensor, ...]:
    """Ask for a vector-Jacobian product, and say of a crash that a gradient was asked for."""
    try:
        return student.vjp(name, *args, wrt=wrt, cotangents=cotangents)
    except NoGradient:
        message = (
            f"The result of `{name}` has no gradient: is it detached, or made anew of numbers?"
        )
        raise Failed(message) from None
    except StudentCrashed as crash:
        if crash.missing or not crash.kind:
            raise
        hint = "A gradient was asked for: is an argument changed in place, or turned into NumPy?"
        message = f"{crash.message} {hint}"
        raise StudentCrashed(message, crash.cause, seen=crash.seen, kind=crash.kind) from None


def require_gradient(student: Student, name: str, logits: Tensor, x: Tensor, want: Tensor) -> None:
    """Compare the Jacobian with `want`, the gradient of each image's own cost."""
    images = len(logits)
    rows = torch.eye(images, dtype=logits.dtype)
    (got,) = gradient_of(student, name, logits, x, wrt=[0], cotangents=rows)
    own = got[range(images), range(images)]
    wrong = f"The gradient of `{name}` is not that of -log p(x): is part of it detached?"
    require_agreement(own, want, tolerance=GRADIENT_TOLERANCE, wrong=wrong)
    others = got * (1 - rows).view(images, images, *[1] * (logits.ndim - 1))
    wrong = f"In `{name}` the cost of an image depends on the logits of another one."
    require_agreement(others, torch.zeros_like(others), tolerance=GRADIENT_TOLERANCE, wrong=wrong)
