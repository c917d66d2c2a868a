"""Asking `cross_entropy` and `kl_divergence`: single numbers, of several tables at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.ratio import unit_off
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from ..shared.numbers import DTYPE, tolerance

CROSS_ENTROPY, KL = "cross_entropy", "kl_divergence"
Pair = tuple[Tensor, Tensor]
NEARLY = 1e-4  # an epsilon of up to 1e-6 stays within, no mistake in a formula does
DIGITS_LOST = said(
    "Nearly right, but digits are lost: an epsilon inside the logarithm, or float32 on the way?"
)


@dataclass(frozen=True)
class Due:
    """The right numbers of some pairs of tables (pairs,), and what mistakes make of them."""

    numbers: Tensor
    slips: Mapping[str, Tensor]


def ask(student: Student, divergence: str, pair: Pair, *, by_name: bool = True) -> Tensor:
    """Ask about one pair of tables; raises Failed unless one number of their dtype comes."""
    p, q = pair
    call = student.call(divergence, p=p, q=q) if by_name else student.call(divergence, p, q)
    return call.hint(dtype=DTYPE).should_have_shape(dtype=p.dtype)


def require_numbers(
    student: Student, divergence: str, pairs: Sequence[Pair], due: Due, *, by_name: bool = True
) -> None:
    """Raise Failed unless the numbers of several pairs of tables are right.

    A single number does not tell a wrong unit from any other mistake; several do.
    """
    dtype, want = pairs[0][0].dtype, due.numbers
    got = torch.stack([ask(student, divergence, pair, by_name=by_name) for pair in pairs])
    allowed = tolerance(dtype) * max(1.0, float(want.abs().max()))
    if gap(got, want) <= allowed:
        return
    close = gap(got, want) <= NEARLY * max(1.0, float(want.abs().max()))
    wrong = DIGITS_LOST if close else said("`{name}` returns other numbers.", name=divergence)
    message = mistake_in(got, want, allowed, wrong, due.slips)
    scale = unit_off(divergence, got, want, allowed)
    raise Failed(message, detail=detail_of(got, want, allowed), scale=scale)
