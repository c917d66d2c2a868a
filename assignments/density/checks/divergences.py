"""Asking `cross_entropy` and `kl_divergence`: single numbers, of several tables at once."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.ratio import unit_off
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Student
from autograder.text.i18n import listed, said

from .shared_numbers import DTYPE, tolerance

Pair = tuple[Tensor, Tensor]

NO_EPSILON = said("No epsilon: it must be infinite where q is 0 and p is not.")
NEVER_NAN = said("It is never NaN.")


def exact_cross_entropy(p: Tensor, q: Tensor) -> Tensor:
    """Return −Σ p log q, float64 (); 0 log 0 is 0."""
    wide, other = p.double(), q.double()
    return -torch.where(wide > 0, wide * other.log(), 0.0).sum()


def exact_kl(p: Tensor, q: Tensor) -> Tensor:
    """Return Σ p log (p / q), float64 ()."""
    return exact_cross_entropy(p, q) - exact_cross_entropy(p, p)


@dataclass(frozen=True)
class Divergence:
    """One of the two functions, what it should return, and what mistakes return."""

    name: str
    exact: Callable[[Tensor, Tensor], Tensor]
    slips: Callable[[Tensor, Tensor, Tensor], SlipAnswers]

    def ask(self, student: Student, pair: Pair, *, by_name: bool = True) -> Tensor:
        """Ask about one pair of tables; raises Failed unless one number of their dtype comes."""
        p, q = pair
        call = student.call(self.name, p=p, q=q) if by_name else student.call(self.name, p, q)
        return call.hint(dtype=DTYPE).should_have_shape(dtype=p.dtype)


def _common(p: Tensor, q: Tensor, want: Tensor) -> SlipAnswers:
    return {
        "These are bits, no nats.": want / math.log(2),
        "The sign is turned round.": -want,
        "This is a mean: add up.": want / p.numel(),
        "This is divided by the number of dimensions.": want / p.ndim,
    }


def cross_entropy_slips(p: Tensor, q: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes make of a cross-entropy, all entries above 0."""
    return {
        **_common(p, q, want),
        "The cross-entropy averages over p: −Σ p log q.": exact_cross_entropy(q, p),
        "This is the entropy of p: log q is averaged over p.": exact_cross_entropy(p, p),
        "Take nothing off: this is the KL divergence.": exact_kl(p, q),
    }


def kl_slips(p: Tensor, q: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes make of a KL divergence, all entries above 0."""
    entropy, turned = exact_cross_entropy(p, p), exact_kl(q, p)
    return {
        **_common(p, q, want),
        "KL(p || q) averages over p: what p never gives costs nothing.": turned,
        "KL(p || q) averages over p alone: this is the mean of both directions.": (
            (want + turned) / 2
        ),
        "Take the entropy of p off, once.": want + entropy,
        "Take the entropy of p off, and do not add it.": want + 2 * entropy,
        "Take the entropy of p off, and not that of q.": (
            want + entropy - exact_cross_entropy(q, q)
        ),
    }


CROSS_ENTROPY = Divergence("cross_entropy", exact_cross_entropy, cross_entropy_slips)
KL = Divergence("kl_divergence", exact_kl, kl_slips)


def require_numbers(
    student: Student, divergence: Divergence, pairs: Sequence[Pair], *, by_name: bool = True
) -> None:
    """Raise Failed unless the numbers of several pairs of tables are right.

    A single number does not tell a wrong unit from any other mistake; several do.
    """
    name, dtype = divergence.name, pairs[0][0].dtype
    got = torch.stack([divergence.ask(student, pair, by_name=by_name) for pair in pairs])
    exact = [divergence.exact(p, q) for p, q in pairs]
    want = torch.stack(exact)
    allowed = tolerance(dtype) * max(1.0, float(want.abs().max()))
    if gap(got, want) <= allowed:
        return
    each = [
        divergence.slips(p.double(), q.double(), one)
        for (p, q), one in zip(pairs, exact, strict=True)
    ]
    slips: Mapping[str, Tensor] = {
        text: torch.stack([slips[text] for slips in each]) for text in each[0]
    }
    wrong = said("`{name}` returns other numbers.", name=name)
    message = mistake_in(got, want, allowed, wrong, slips)
    scale = unit_off(name, got, want, allowed)
    raise Failed(message, detail=detail_of(got, want, allowed), scale=scale)


def require_zeros(student: Student, divergence: Divergence, pair: Pair, where: str) -> None:
    """Raise Failed unless a number is right where a table holds zeros.

    Args: `where`, the sentence on what such a zero means.
    """
    got, want = divergence.ask(student, pair), divergence.exact(*pair)
    allowed = tolerance(pair[0].dtype) * max(1.0, float(want.abs()))
    if want == torch.inf:
        _require_infinite(got)
    elif gap(got, want) > allowed:
        never = NEVER_NAN if bool(got.isnan()) else ""
        raise Failed(listed([where, never]), detail=detail_of(got, want, allowed))


def _require_infinite(got: Tensor) -> None:
    if bool(got.isnan()):
        raise Failed(listed([NO_EPSILON, NEVER_NAN]))
    if float(got) != math.inf:
        detail = said(
            "Yours: {yours}. Expected: {expected}.", yours=f"{float(got):.6g}", expected="inf"
        )
        raise Failed(NO_EPSILON, detail=detail)
