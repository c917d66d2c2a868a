"""The numbers that visible checks hold in place of formulas are those of the hidden formulas."""

from collections.abc import Mapping

import torch
from torch import Tensor

from assignments.density.checks.for_compare import by_hand as mixture
from assignments.density.checks.for_compare.mixture_cases import exact_mixture
from assignments.density.checks.for_compare.mixtures import mixture_slips
from assignments.density.checks.for_fvsbn import by_hand, five_rows
from assignments.density.checks.for_fvsbn.slips import (
    gradient_of,
    gradient_slips,
    log_prob_of,
    log_prob_slips,
    logits_by,
    logits_slips,
)
from autograder.checking.slips import Slips, evaluated

WEIGHTS = by_hand.WEIGHTS.to(torch.float64)


def same(held: Tensor, want: Tensor) -> None:
    torch.testing.assert_close(held.double(), want, rtol=1e-6, atol=1e-6, equal_nan=True)


def same_table(held: Slips, got: Tensor, want: Tensor, slips: Mapping[str, Tensor]) -> None:
    """Say that the same sentences name the same numbers, in the same order."""
    found = evaluated(held, got, want, (), {})
    assert list(found) == list(slips)
    for text, right in slips.items():
        same(found[text], right)


def test_logits_and_log_probabilities_of_the_fvsbn() -> None:
    x = by_hand.ROWS.double()
    logits = logits_by(WEIGHTS, x)
    nats = log_prob_of(x, logits)
    same(by_hand.LOGITS, logits)
    same(by_hand.NATS, nats)
    own = WEIGHTS.weight, WEIGHTS.bias
    same_table(by_hand.LOGIT_SLIPS, logits, logits, logits_slips(x, *own))
    got = nats + torch.tensor([0.5, 0.5, 0.5, 1])
    same_table(by_hand.NAT_SLIPS, got, nats, log_prob_slips(x, *own, nats, got))


def test_the_gradient_of_the_fvsbn() -> None:
    x, own = five_rows.ROWS.double(), (WEIGHTS.weight, WEIGHTS.bias)
    want = torch.cat([one.flatten() for one in gradient_of(x, *own)])
    same(five_rows.GRADIENT.flatten(), want)
    held = {text: one.flatten() for text, one in five_rows.SLIPS.items()}
    same_table(held, want, want, gradient_slips(x, *own))


def test_the_mixture() -> None:
    given = mixture.ROWS.double(), mixture.WEIGHT_LOGITS.double(), mixture.LOGITS.double()
    want = exact_mixture(*given)
    same(mixture.NATS, want)
    same_table(mixture.SLIPS, want, want, mixture_slips(*given, want))
