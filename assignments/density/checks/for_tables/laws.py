"""What a cross-entropy and a KL divergence are, and what the usual mistakes make of them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Student

from .divergences import CROSS_ENTROPY, KL, Due, Pair, require_numbers

HIDDEN = True  # never released


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
class Exact:
    """What one of the two functions should return, and what mistakes return."""

    value: Callable[[Tensor, Tensor], Tensor]
    slips: Callable[[Tensor, Tensor, Tensor], SlipAnswers]

    def due(self, pairs: Sequence[Pair]) -> Due:
        """Return what is due for pairs of tables, and what mistakes return."""
        each = [self.value(p, q) for p, q in pairs]
        wrong = [
            self.slips(p.double(), q.double(), one) for (p, q), one in zip(pairs, each, strict=True)
        ]
        slips = {text: torch.stack([one[text] for one in wrong]) for text in wrong[0]}
        return Due(torch.stack(each), slips)


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


EXACT = {
    CROSS_ENTROPY: Exact(exact_cross_entropy, cross_entropy_slips),
    KL: Exact(exact_kl, kl_slips),
}


def require_exact(student: Student, divergence: str, pairs: Sequence[Pair]) -> None:
    """Raise Failed unless the numbers of several pairs of tables are right."""
    require_numbers(student, divergence, pairs, EXACT[divergence].due(pairs))
