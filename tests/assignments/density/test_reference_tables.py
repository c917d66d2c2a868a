"""`density/tables` against enumeration and against torch's own distributions."""

import itertools
import math

import pytest
import torch
from torch import Tensor

from solutions.density.tables import (
    chain_log_probs,
    cross_entropy,
    fit_table,
    kl_divergence,
    parameter_counts,
)
from tests.assignments.density.facts import DTYPES, all_rows, differences, randn, seeded


def random_table(num_dims: int, dtype: torch.dtype = torch.float64, seed: int = 0) -> Tensor:
    return randn(2**num_dims, seed=seed, dtype=dtype).softmax(0).view((2,) * num_dims)


@pytest.mark.parametrize(("num_dims", "num_values"), [(1, 2), (3, 2), (4, 3), (2, 5)])
def test_counts_are_those_of_tables_that_one_can_write_down(num_dims: int, num_values: int) -> None:
    """Each past that can be told apart has a row of V - 1 free numbers."""
    for order in range(num_dims):
        pasts = [
            past
            for i in range(num_dims)
            for past in itertools.product(range(num_values), repeat=min(i, order))
        ]
        counts = parameter_counts(num_dims, order, 3, num_values)
        assert counts["markov"] == len(pasts) * (num_values - 1)
        inputs = sum(1 + i for i in range(num_dims))  # a bias, and the earlier dimensions
        assert counts["fvsbn"] == inputs * (num_values - 1)
        assert counts["mixture"] == (3 - 1) + 3 * num_dims * (num_values - 1)
        assert counts["table"] == len([*itertools.product(range(num_values), repeat=num_dims)]) - 1
    assert counts["markov"] == counts["table"]


def test_counts_are_exact_ints_however_large() -> None:
    counts = parameter_counts(784, 10, 20, 256)
    assert all(type(value) is int for value in counts.values())
    assert counts["table"] == 256**784 - 1
    assert parameter_counts(784, 783, 1)["markov"] == 2**784 - 1
    assert [*counts] == ["table", "markov", "mixture", "fvsbn"]


@pytest.mark.parametrize(("order", "components"), [(3, 1), (-1, 1), (0, 0), (0, -2)])
def test_counts_refuse_what_is_no_model(order: int, components: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        parameter_counts(3, order, components)


@DTYPES
@pytest.mark.parametrize(("num_dims", "num_rows"), [(1, 1), (3, 1), (4, 200), (2, 7)])
def test_a_fitted_table_holds_the_share_of_each_row(
    num_dims: int, num_rows: int, dtype: torch.dtype
) -> None:
    x = (torch.rand(num_rows, num_dims, generator=seeded()) < 0.3).to(dtype)
    kept = x.clone()
    table = fit_table(x)
    assert table.shape == (2,) * num_dims and table.dtype == dtype
    rows = x.tolist()
    for row in all_rows(num_dims).tolist():
        share = rows.count(row) / num_rows
        assert table[tuple(map(int, row))].item() == pytest.approx(share, abs=1e-7)
    assert torch.equal(x, kept)


@DTYPES
@pytest.mark.parametrize("num_dims", [1, 2, 5])
def test_factors_are_ratios_of_sums_over_whatever_comes_later(
    num_dims: int, dtype: torch.dtype
) -> None:
    table, x = random_table(num_dims, dtype), all_rows(num_dims, dtype)
    factors = chain_log_probs(table, x)
    assert factors.shape == x.shape and factors.dtype == dtype
    joint = [(row, table[tuple(map(int, row))].item()) for row in x.tolist()]
    for b, row in enumerate(x.tolist()):
        for i in range(num_dims):
            now = sum(p for other, p in joint if other[: i + 1] == row[: i + 1])
            before = sum(p for other, p in joint if other[:i] == row[:i])
            assert factors[b, i].item() == pytest.approx(math.log(now / before), abs=1e-5)
    torch.testing.assert_close(chain_log_probs(table, x[1:2]), factors[1:2])


def test_factors_can_be_differentiated_by_the_table() -> None:
    table, x = random_table(3).requires_grad_(), all_rows(3)[[1, 6]]
    weights = randn(2, 3, seed=1)
    (gradient,) = torch.autograd.grad((weights * chain_log_probs(table, x)).sum(), table)
    found = differences(lambda t: (weights * chain_log_probs(t, x)).sum(), table.detach())
    along = randn(2, 2, 2, seed=2)
    along -= along.mean()  # a table stays one only where what is added sums to zero
    torch.testing.assert_close((gradient * along).sum(), (found * along).sum())


@DTYPES
def test_cross_entropy_and_divergence_are_sums_over_the_table(dtype: torch.dtype) -> None:
    p, q = random_table(3, dtype, 1), random_table(3, dtype, 2)
    pairs = list(zip(p.flatten().tolist(), q.flatten().tolist(), strict=True))
    paid = -sum(a * math.log(b) for a, b in pairs)
    extra = sum(a * math.log(a / b) for a, b in pairs)
    assert cross_entropy(p, q).item() == pytest.approx(paid, abs=1e-6)
    assert kl_divergence(p, q).item() == pytest.approx(extra, abs=1e-6)
    assert cross_entropy(p, q).shape == () == kl_divergence(p, q).shape
    assert cross_entropy(p, q).dtype == dtype == kl_divergence(p, q).dtype
    assert kl_divergence(p, p).item() == pytest.approx(0, abs=1e-6)


def test_zeros_cost_nothing_or_everything() -> None:
    one, two = torch.tensor([0.0, 0.5, 0.5, 0.0]), torch.tensor([0.25, 0.25, 0.5, 0.0])
    one, two = one.view(2, 2), two.view(2, 2)
    assert cross_entropy(one, two).item() == pytest.approx(0.5 * math.log(8))
    assert kl_divergence(one, two).item() == pytest.approx(0.5 * math.log(2))
    assert cross_entropy(two, one).item() == math.inf == kl_divergence(two, one).item()
    assert kl_divergence(one, one).item() == 0


def test_gradients_of_both_also_beside_zeros() -> None:
    p = torch.tensor([0.3, 0.0, 0.7], dtype=torch.float64)
    q = torch.tensor([0.2, 0.0, 0.8], dtype=torch.float64).requires_grad_()
    for function in (cross_entropy, kl_divergence):
        (gradient,) = torch.autograd.grad(function(p, q), q)
        torch.testing.assert_close(gradient, -p / q.detach().clamp(min=1e-9))
