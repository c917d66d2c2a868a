"""Asking a likelihood function of the student, and judging what it answers."""

import itertools
import math
from collections.abc import Mapping
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.calls import require_kept
from autograder.checking.compare import numbers, require_agreement
from autograder.checking.student import Expect, Failed, Student, StudentCrashed
from autograder.text.i18n import listed, said

TOLERANCE = 1e-5  # nats; right answers differ by rounding alone, mistakes by tenths of nats
GRADIENT_TOLERANCE = 1e-4
LARGE = 1e4  # the largest logit that the contract promises to be given
CUT = 0.01  # of the cost: far more than rounding takes away
ONE_PER_IMAGE = said("One number for each image: neither sum nor average over the batch.")


def rounding(logits: Tensor) -> float:
    """Return the absolute error in nats that the contract allows: 2·eps·max|logit|·dimensions."""
    largest = max(1.0, float(logits.abs().max()))
    dims = logits[0].numel()
    return max(TOLERANCE, 2 * torch.finfo(logits.dtype).eps * largest * dims)


def gradient_rounding(dtype: torch.dtype, largest: float) -> float:
    """Return the absolute error of a gradient that comes of rounding: of one logit in each unit."""
    return max(GRADIENT_TOLERANCE, 2 * torch.finfo(dtype).eps * largest)


def nats(student: Student, name: str, *args: Any, **named: Any) -> Answer:
    """Ask a likelihood function of the student for its numbers, one for each image."""
    call: Answer = student.call(name, *args, **named)
    return call.hint(shape=ONE_PER_IMAGE)


def require_kept_nats(student: Student, name: str, *args: Tensor | int) -> None:
    """Raise Failed when the numbers of a batch change once the same batch is asked in reverse."""
    first = next(arg for arg in args if isinstance(arg, Tensor))
    again = [a.flip(0) if isinstance(a, Tensor) and len(a) == len(first) else a for a in args]
    require_kept(student, name, args, again, expect=Expect((len(first),), first.dtype))


def all_images(values: int, shape: tuple[int, ...]) -> Tensor:
    """Return every image of a shape, int64 (values ** prod(shape), *shape)."""
    rows = itertools.product(range(values), repeat=math.prod(shape))
    return torch.tensor(list(rows)).view(-1, *shape)


def require_mass_one(nll: Tensor, over: str, named: str = "") -> None:
    """Raise Failed unless Σ exp(−nll) is 1, which the chain rule makes exact, up to 1e-5.

    `named` is the sentence for a mistake that has been recognised already.
    """
    mass = float(nll.double().neg().exp().sum())
    if abs(mass - 1) <= TOLERANCE:  # a NaN does not pass
        return
    message = said("The probabilities exp(-NLL) of {over} should sum to 1.", over=over)
    detail = said("They sum to {number}.", number=f"{mass:.6g}")
    raise Failed(listed([message, named]), detail=detail)


def require_stable(
    got: Tensor, want: Tensor, logits: Tensor, name: str, mistakes: Mapping[str, Tensor]
) -> None:
    """Tell an overflow, a cut-off, one of `mistakes` and another error apart."""
    if not torch.isfinite(got).all():
        raise Failed(
            said(
                "`{name}` is not finite for logits as large as 1e4: the probability has become 0 "
                "before its logarithm was taken. Go from logits to log-probabilities in one step.",
                name=name,
            ),
            detail=said("Yours: {yours}.", yours=numbers(got)),
        )
    wrong = said(
        "`{name}` is wrong for logits as large as 1e4, or that all lie far from 0.", name=name
    )
    worst = (got - want).abs().argmax()
    if got[worst] < (1 - CUT) * want[worst]:
        wrong = said(
            "`{name}` makes sure mistakes too cheap for logits as large as 1e4: something cuts "
            "the cost off, such as a small number added inside the logarithm, or a clamp.",
            name=name,
        )
    require_agreement(got, want, tolerance=rounding(logits), wrong=wrong, mistakes=mistakes)


def slope(logits: Tensor, x: Tensor) -> Tensor:
    """Return the gradient of each image's cost: σ(logits) − x, or softmax(logits) − one-hot(x)."""
    if logits.ndim == x.ndim:
        return logits.sigmoid() - x
    return logits.softmax(1) - F.one_hot(x, logits.shape[1]).movedim(-1, 1)


def require_large_gradient(student: Student, name: str, logits: Tensor, x: Tensor) -> None:
    """Compare the gradient for large logits, if that of small ones is right: else it is told there.

    A gradient that is missing altogether so costs points once.
    """
    try:
        require_gradient(student, name, logits.sign(), x)
    except Failed:
        return
    except StudentCrashed as crash:
        if crash.cause != "exception":
            raise
        return
    require_gradient(student, name, logits, x)


def require_gradient(student: Student, name: str, logits: Tensor, x: Tensor) -> None:
    """Compare the Jacobian with the gradient of each image's own cost."""
    want = slope(logits, x)
    images = len(logits)
    rows = torch.eye(images, dtype=logits.dtype)
    (got,) = student.call(name, logits=logits, x=x).gradient("logits", rows=rows).tensors()
    own = got[range(images), range(images)]
    wrong = said(
        "The gradient of `{name}` is not that of -log p(x): is part of it detached?", name=name
    )
    if (largest := float(logits.abs().max())) >= LARGE:
        wrong = said("The gradient of `{name}` is wrong for logits as large as 1e4.", name=name)
    tolerance = gradient_rounding(logits.dtype, largest)
    require_agreement(own, want, tolerance=tolerance, wrong=wrong)
    others = got * (1 - rows).view(images, images, *[1] * (logits.ndim - 1))
    wrong = said(
        "In `{name}` the cost of an image depends on the logits of another one.", name=name
    )
    require_agreement(others, torch.zeros_like(others), tolerance=GRADIENT_TOLERANCE, wrong=wrong)


def require_fvsbn_gradient(student: Student, x: Tensor, weight: Tensor, bias: Tensor) -> None:
    """Compare the gradient of `fvsbn_nll` with respect to weight and bias with σ(logits) − x."""
    logits = x @ weight.tril(-1).T + bias
    slope = logits.sigmoid() - x
    want = ((slope.unsqueeze(2) * x.unsqueeze(1)).tril(-1), slope)
    rows = torch.eye(len(x), dtype=x.dtype)
    answer = student.call("fvsbn_nll", x=x, weight=weight, bias=bias)
    tolerance = gradient_rounding(x.dtype, float(logits.abs().max()))
    answer.gradient("weight", "bias", rows=rows).should_equal(*want, atol=tolerance, rtol=0)
