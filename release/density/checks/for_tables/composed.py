"""A KL divergence that is right but for the student's own `cross_entropy`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor

from autograder.checking.student import Failed, Student, StudentCrashed

from ..shared.numbers import tolerance
from .divergences import CROSS_ENTROPY, KL, Pair, ask


@contextmanager
def but_for_cross_entropy(
    student: Student, divergence: str, pairs: Sequence[Pair]
) -> Iterator[None]:
    """Let a KL divergence pass that is wrong only because the student's own cross-entropy is."""
    try:
        yield
    except Failed:
        if divergence != KL or not is_composed(student, pairs):
            raise


def is_composed(student: Student, pairs: Sequence[Pair]) -> bool:
    """Say whether KL is the student's own H(p, q) less the student's own H(p, p), pair by pair.

    The mistake is then in `cross_entropy`, whose checks ask about the same tables: one mistake
    costs points once. Constants are no composition: 0 is 0 less 0 for who wrote neither.
    """
    try:
        found = [_both(student, pair) for pair in pairs]
    except (Failed, StudentCrashed):
        return False
    got, composed = (torch.stack(numbers) for numbers in zip(*found, strict=True))
    if len(pairs) > 1 and bool((composed == composed[0]).all()):
        return False
    exact = tolerance(got.dtype) * max(1.0, float(composed.nan_to_num().abs().max()))
    return torch.allclose(got, composed, rtol=0, atol=exact, equal_nan=True)


def _both(student: Student, pair: Pair) -> tuple[Tensor, Tensor]:
    p, q = pair
    costs, entropy = (ask(student, CROSS_ENTROPY, one) for one in (pair, (p, p)))
    return ask(student, KL, (p, q)), costs - entropy
