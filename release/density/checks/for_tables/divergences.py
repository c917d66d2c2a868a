"""Asking `cross_entropy` and `kl_divergence`: single numbers, of several tables at once."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.ratio import unit_off
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from ..shared.numbers import DTYPE, tolerance

Pair = tuple[Tensor, Tensor]
NEARLY = 1e-4  # an epsilon of up to 1e-6 stays within, no mistake in a formula does
DIGITS_LOST = said(
    "Nearly right, but digits are lost: an epsilon inside the logarithm, or float32 on the way?"
)


def _law(table: Tensor) -> Any:
    """Return the law of a table's cells, all above 0, in float64."""
    return Categorical(probs=table.double().flatten(), validate_args=False)


def exact_kl(p: Tensor, q: Tensor) -> Tensor:
    """Return KL(p || q) of tables without zeros, float64 ()."""
    found: Tensor = kl_divergence(_law(p), _law(q))
    return found


def exact_cross_entropy(p: Tensor, q: Tensor) -> Tensor:
    """Return the cross-entropy of tables without zeros, float64 ()."""
    entropy: Tensor = _law(p).entropy()
    return entropy + exact_kl(p, q)


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
    close = gap(got, want) <= NEARLY * max(1.0, float(want.abs().max()))
    wrong = DIGITS_LOST if close else said("`{name}` returns other numbers.", name=name)
    message = mistake_in(got, want, allowed, wrong, slips)
    scale = unit_off(name, got, want, allowed)
    raise Failed(message, detail=detail_of(got, want, allowed), scale=scale)
