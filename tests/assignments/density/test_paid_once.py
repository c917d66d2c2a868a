"""One mistake costs points once, also where another name of the student's rests on it."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from assignments.density.checks.shared.orders import no_orders
from solutions.density.nade import nade_logits
from solutions.density.tables import cross_entropy
from tests.assignments.density.asked import findings, lost

Law = Callable[[Tensor, Tensor], Tensor]
KL = {"kl_by_hand", "kl_values", "kl_zeros", "kl_gradient"}


def surcharge(cost: Law) -> Law:
    return lambda p, q: cost(p, q) - cost(p, p)


def epsilon(p: Tensor, q: Tensor) -> Tensor:
    return -(p * (q + 1e-9).log()).sum()


def never_infinite(p: Tensor, q: Tensor) -> Tensor:
    return -torch.nan_to_num(p * q.log()).sum()


def one_epsilon_too_many(p: Tensor, q: Tensor) -> Tensor:
    return (p * ((p + 1e-9) / (q + 1e-9)).log()).sum()


def nothing(p: Tensor, q: Tensor) -> Tensor:
    return 0 * (p * q).sum()


@pytest.mark.parametrize("cost", [epsilon, never_infinite])
def test_a_kl_divergence_does_not_pay_for_the_cross_entropy_that_it_calls(cost: Law) -> None:
    found = findings("tables", "", cross_entropy=cost, kl_divergence=surcharge(cost))
    assert "cross_entropy_zeros" in lost(found)
    assert not lost(found) & {"kl_by_hand", "kl_values", "kl_zeros"}


def test_a_mistake_of_its_own_costs_a_kl_divergence_points() -> None:
    found = findings("tables", "kl", kl_divergence=one_epsilon_too_many)
    assert {"kl_values", "kl_zeros"} <= lost(found)
    both = findings("tables", "kl", cross_entropy=epsilon, kl_divergence=never_infinite)
    assert lost(both) == KL


def test_constants_are_no_composition() -> None:
    found = findings("tables", "kl", cross_entropy=nothing, kl_divergence=surcharge(nothing))
    assert lost(found) == KL
    same = findings(
        "tables", "kl", cross_entropy=cross_entropy, kl_divergence=lambda p, q: 0 * (p * q).sum()
    )
    assert lost(same) == KL


def test_an_epsilon_is_told_where_digits_are_lost() -> None:
    found = findings("tables", "cross_entropy", cross_entropy=epsilon)
    assert "an epsilon inside the logarithm" in found["cross_entropy_values"].message


@pytest.mark.parametrize("num_dims", [4, 7])
def test_what_is_no_order_may_have_the_sum_of_one(num_dims: int) -> None:
    wrong = no_orders(num_dims, torch.Generator().manual_seed(0))
    steps = torch.arange(num_dims)
    assert all(not torch.equal(one.sort()[0], steps) for one in wrong)
    assert any(len(one) == num_dims and one.sum() == steps.sum() for one in wrong)


def test_logits_in_a_wrong_order_keep_what_they_are_worth_without_one() -> None:
    def inverse(x: Tensor, *weights: Tensor, order: Tensor | None = None, **by: Tensor) -> Tensor:
        return nade_logits(x, *weights, order=None if order is None else order.argsort(), **by)

    found = findings("nade", "logits", nade_logits=inverse)
    assert found["logits_values"].outcome == "failed"
    assert not found["logits_values"].essential
