"""Whether the probabilities of all rows sum to one, by `log_prob` of a model."""

import math

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.compare import detail_of
from autograder.checking.ratio import unit_off
from autograder.checking.student import Failed, Handle
from autograder.text.i18n import listed, said

MASS = 1e-4  # what float32 may take from a sum of probabilities; leaks move it by 0.01 and more
ONE_PER_ROW = said("One number for each row: neither sum nor average over the batch.")
OF_THE_MODEL = said("The result has the dtype of the model's parameters.")
SIGN = said("The sign is turned round: `log_prob` is log P(x), which is minus the cost.")
MEAN = said("This is a mean over the dimensions: add up.")
MEAN_SIGN = said("This is a mean, and its sign is turned round: add up log-probabilities.")
BITS = said("These are bits, no nats: take the natural logarithm.")
ZEROS = said("Zeros cost, too: log P(x = 0) is logsigmoid(-logit).")
INFINITE = said("Some numbers are not finite: an overflow, an underflow, or 0 · ∞?")


def every_row(num_dims: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Return all rows of zeros and ones, (2 ** D, D), counted in base 2."""
    powers = 2 ** torch.arange(num_dims - 1, -1, -1)
    return (torch.arange(2**num_dims).unsqueeze(1) // powers % 2).to(dtype)


def closeness(want: Tensor, dtype: torch.dtype) -> float:
    """Return how far rounding may take sums of log-probabilities in this dtype."""
    least = 1e-9 if dtype == torch.float64 else 1e-5
    return least * max(1.0, float(want.abs().max()))


def asked_log_prob(model: Handle, x: Tensor) -> Answer:
    """Ask a model of the student's for log P(x) of rows (B, D)."""
    call: Answer = model.call("log_prob", x=x)
    return call.hint(shape=ONE_PER_ROW, dtype=OF_THE_MODEL)


def require_mass(model: Handle, name: str, num_dims: int, dtype: torch.dtype) -> None:
    """Raise Failed, naming the mistake, unless the probabilities of all rows sum to one.

    A mistake is told by the answers alone: a sum of one once it is put right is a wrong unit, which
    does not make the model meaningless.
    """
    x = every_row(num_dims, dtype)
    got = asked_log_prob(model, x).should_have_shape(len(x), dtype=dtype)
    failed = told_of_mass(name, got)
    if failed is None:
        return
    _require_unit(got, num_dims)
    if not bool(got[0]) and bool((got[1:] < 0).all()):  # the row of zeros alone is free
        raise Failed(ZEROS)
    infinite = "" if bool(got.isfinite().all()) else INFINITE
    raise Failed(listed([failed.message, infinite]), detail=failed.detail)


def told_of_mass(name: str, got: Tensor) -> Failed | None:
    """Return what is wrong with the sum of the probabilities of all rows, if it is not one."""
    mass = _mass(got)
    if abs(mass - 1) <= MASS:  # a NaN does not pass
        return None
    message = said(
        "The probabilities of all {count} rows by `{name}.log_prob` must sum to one over all rows. "
        "They do not: this is no distribution.",
        name=name,
        count=len(got),
    )
    return Failed(message, detail=said("They sum to {number}.", number=f"{mass:.6g}"))


def _require_unit(got: Tensor, num_dims: int) -> None:
    """Raise Failed where answers (2 ** D,) times a factor are log-probabilities."""
    factors = {SIGN: -1.0, MEAN: num_dims, MEAN_SIGN: -num_dims, BITS: math.log(2)}
    for mistake, factor in factors.items():
        right = got.double() * factor
        if abs(_mass(right) - 1) <= MASS:
            close = closeness(right, got.dtype)
            scale = unit_off("log_prob", got, right, close)
            detail = detail_of(got, right, close)
            raise Failed(mistake, detail=detail, scale=scale, essential=False)


def _mass(log_probs: Tensor) -> float:
    return float(log_probs.double().exp().sum())
