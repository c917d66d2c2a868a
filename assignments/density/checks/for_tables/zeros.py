"""What a cross-entropy and a KL divergence are where tables hold zeros."""

import math

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, gap
from autograder.checking.student import Failed, Student
from autograder.text.i18n import listed, said

from ..shared.numbers import tolerance
from .divergences import KL, Pair, ask

HIDDEN = True  # never released

INFINITE = said(
    "It must be infinite where q is 0 and p is not: no epsilon there, and no entry left out."
)
NEVER_NAN = said("It is never NaN.")


def _exact(divergence: str, p: Tensor, q: Tensor) -> Tensor:
    some = p > 0
    costs = q[some].log() if divergence != KL else (q[some] / p[some]).log()
    return -(p[some] * costs).double().sum()


def require_zeros(student: Student, divergence: str, pair: Pair, where: str) -> None:
    """Raise Failed unless a number is right where a table holds zeros.

    Args: `where`, the sentence on what such a zero means.
    """
    got, want = ask(student, divergence, pair), _exact(divergence, *pair)
    allowed = tolerance(pair[0].dtype) * max(1.0, float(want.abs()))
    if want == torch.inf:
        _require_infinite(got)
    elif gap(got, want) > allowed:
        never = NEVER_NAN if bool(got.isnan()) else ""
        raise Failed(listed([where, never]), detail=detail_of(got, want, allowed))


def _require_infinite(got: Tensor) -> None:
    if bool(got.isnan()):
        raise Failed(listed([INFINITE, NEVER_NAN]))
    if float(got) != math.inf:
        detail = said(
            "Yours: {yours}. Expected: {expected}.", yours=f"{float(got):.6g}", expected="inf"
        )
        raise Failed(INFINITE, detail=detail)
