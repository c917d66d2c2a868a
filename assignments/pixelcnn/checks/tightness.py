"""How an importance bound tightens with K, on a model whose log p(x) is known exactly."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.checking.student import Expect, Failed, Student, StudentCrashed
from autograder.pictures.bounds import Bounds, bounds
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

from .bound_numbers import DUE, EASY, EXACT, POLYNOMIAL
from .vae_built import TOLERANCE

COUNTS = (1, 2, 4, 8, 16, 32, 64)
REPEATS = 100  # bounds with K = 64; smaller K split the same weights into more bounds
SLACK = 1e-3  # nats, for sums in float32


def drawn_noise() -> Tensor:
    """Return noise (64, 100, 2) for the draws of z, the same for everyone."""
    draw = torch.Generator().manual_seed(2)
    return torch.randn((COUNTS[-1], REPEATS, 2), generator=draw, dtype=torch.float64)


def linear_gaussian() -> tuple[Tensor, float]:
    """Return log-weights (64, 100) and log p(x) of a linear-Gaussian model (probabilistic PCA).

    x = W z + noise, so p(x) is Gaussian and known. q is off on purpose, too wide and aside: with
    the exact posterior every weight would be p(x), and every K as good. A log-weight is then a
    polynomial of the noise; its numbers are those of `tight_law.py`.
    """
    noise, (least, once, twice) = drawn_noise(), POLYNOMIAL
    return least + noise @ once + (noise @ twice * noise).sum(2), EXACT


def asked_bounds(student: Student) -> Bounds:
    """Ask for the bounds of the same weights, taken K at a time.

    Since the logarithm is concave, the mean bound of two halves is never above that of their
    union: for these weights the order in K is exact, not one of expectations alone.
    """
    weights, exact = linear_gaussian()
    yours = []
    for count in COUNTS:
        grouped = weights.view(count, -1).float()
        got = student.call("importance_bound", grouped, expect=Expect(tuple(grouped.shape[1:])))
        yours.append(-float(got.double().mean()))
    return Bounds(COUNTS, yours, DUE, -exact, _wrong(yours, -exact))


def _wrong(yours: Sequence[float], exact: float) -> list[bool]:
    """Say which bounds lie above a looser one, or below the exact NLL."""
    before = [math.inf, *yours[:-1]]
    return [
        not exact - SLACK <= now <= earlier + SLACK
        for now, earlier in zip(yours, before, strict=True)
    ]


def diagnosis(found: Bounds) -> str:
    """Say in one sentence what the picture shows."""
    low = [k for k, y in zip(found.counts, found.yours, strict=True) if y < found.exact - SLACK]
    if low:
        return said(
            "From K = {first} on, the numbers fall below −log p(x), which no bound does: the "
            "logarithm of the mean weight never leaves [−ELBO, −log p(x)].",
            first=low[0],
        )
    if any(found.wrong):
        return said("The numbers rise with K, but more draws only tighten a bound.")
    if found.yours[0] - found.yours[-1] < SLACK:
        return said("The numbers stay at −ELBO for every K: more draws should tighten the bound.")
    if not found.right:
        return said("The order holds, but these are not the bounds of these weights.")
    return said(
        "At K = 1 the bound is −ELBO. Every doubling of K tightens it, and it never falls below "
        "−log p(x), known here since the model is linear and Gaussian."
    )


def require_by_hand(student: Student) -> None:
    """Raise Failed, with a picture where one can be had, unless a few easy bounds are right."""
    try:
        _require_easy(student)
    except Failed as failed:
        picture = _picture_of_failure(student, failed.message)
        raise Failed(failed.message, detail=failed.detail, picture=picture) from None


def _picture_of_failure(student: Student, message: str) -> Picture | None:
    """Draw the bounds of an answer that is known to be wrong; None where they cannot be had."""
    try:
        found = asked_bounds(student)
    except (Failed, StudentCrashed):
        return None
    return bounds(found, listed([diagnosis(found), message]))


def require_ordered(student: Student) -> Picture:
    """Draw the bounds; raises Failed, with the picture, unless they are those of the weights."""
    found = asked_bounds(student)
    sentence = diagnosis(found)
    picture = bounds(found, sentence)
    if not found.right:
        lead = said("`importance_bound` goes wrong as K grows.")
        raise Failed(listed([lead, sentence]), picture=picture)
    return picture


def _require_easy(student: Student) -> None:
    for weights, want, slips in EASY:
        student.call("importance_bound", torch.tensor(weights)).should_equal(
            torch.tensor(want),
            atol=TOLERANCE,
            rtol=0,
            wrong="The bound is the logarithm of the mean of the K weights of each image.",
            slips=slips,
        )
