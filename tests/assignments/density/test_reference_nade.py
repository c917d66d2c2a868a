"""`density/nade` against loops over single rows, in several orders."""

import pytest
import torch
from torch import Tensor

from solutions.density.nade import NADE, nade_logits, nade_sample
from tests.assignments.density.facts import (
    DTYPES,
    NO_PERMUTATIONS,
    ORDERS,
    all_rows,
    differences,
    log_likelihood,
    randn,
    require_generator,
    require_law,
    seeded,
)

Weights = tuple[Tensor, Tensor, Tensor, Tensor]


def weights_of(
    num_dims: int, hidden: int, dtype: torch.dtype = torch.float64, scale: float = 2.0
) -> Weights:
    shapes = [(hidden, num_dims), (hidden,), (num_dims, hidden), (num_dims,)]
    one, two, three, four = (
        scale * randn(*shape, seed=seed, dtype=dtype) for seed, shape in enumerate(shapes)
    )
    return one, two, three, four


def logits_by_loops(x: Tensor, weights: Weights, order: list[int]) -> Tensor:
    """As the contract says it: each step adds up its whole past."""
    in_weight, in_bias, out_weight, out_bias = weights
    logits = torch.zeros_like(x)
    for b, row in enumerate(x):
        for t, d in enumerate(order):
            total = in_bias.clone()
            for s in range(t):
                total += in_weight[:, order[s]] * row[order[s]]
            logits[b, d] = out_bias[d] + out_weight[d] @ total.sigmoid()
    return logits


@DTYPES
@ORDERS
def test_logits_in_any_order(order: list[int] | None, dtype: torch.dtype) -> None:
    weights, x = weights_of(5, 3, dtype), all_rows(5, dtype)
    given = None if order is None else torch.tensor(order)
    logits = nade_logits(x, *weights, order=given)
    assert logits.dtype == dtype
    torch.testing.assert_close(logits, logits_by_loops(x, weights, order or [0, 1, 2, 3, 4]))
    assert log_likelihood(logits, x).exp().sum().item() == pytest.approx(1, abs=1e-5)
    torch.testing.assert_close(nade_logits(x[3:4], *weights, order=given), logits[3:4])


def test_one_dimension_and_inputs_left_alone() -> None:
    weights, x = weights_of(1, 4), torch.tensor([[1.0], [0.0]]).double()
    kept = [one.clone() for one in (x, *weights)]
    torch.testing.assert_close(nade_logits(x, *weights), logits_by_loops(x, weights, [0]))
    assert nade_sample(*weights, 3, order=torch.tensor([0])).shape == (3, 1)
    assert all(torch.equal(one, was) for one, was in zip((x, *weights), kept, strict=True))


def test_no_order_is_the_first_and_large_logits_are_right() -> None:
    weights, x = weights_of(6, 3, torch.float32, scale=3e3), all_rows(6, torch.float32)
    logits = nade_logits(x, *weights)
    assert torch.equal(logits, nade_logits(x, *weights, order=torch.arange(6)))
    one, two, three, four = (weight.double() for weight in weights)
    exact = nade_logits(x.double(), one, two, three, four)
    assert (logits.double() - exact).abs().max().item() < 0.05


@pytest.mark.parametrize("order", NO_PERMUTATIONS)
def test_what_is_no_order_is_refused(order: list[int]) -> None:
    weights, bad = weights_of(5, 3), torch.tensor(order)
    for call in (
        lambda: nade_logits(all_rows(5), *weights, order=bad),
        lambda: nade_sample(*weights, 2, order=bad),
        lambda: NADE(5, 3, order=bad),
    ):
        with pytest.raises(ValueError, match="permutation"):
            call()


def test_gradients_by_every_argument() -> None:
    weights, x, order = weights_of(4, 3), all_rows(4)[[3, 9]], torch.tensor([2, 0, 3, 1])
    coefficients = randn(2, 4, seed=9)
    for place in range(4):

        def number(weight: Tensor, place: int = place) -> Tensor:
            given = list(weights)
            given[place] = weight
            one, two, three, four = given
            return (coefficients * nade_logits(x, one, two, three, four, order)).sum()

        at = weights[place].clone().requires_grad_()
        (gradient,) = torch.autograd.grad(number(at), at)
        torch.testing.assert_close(gradient, differences(number, weights[place]))


@ORDERS
def test_samples_follow_the_law(order: list[int] | None) -> None:
    weights = weights_of(5, 3, torch.float32)
    given = None if order is None else torch.tensor(order)
    x = all_rows(5, torch.float32)
    law = log_likelihood(nade_logits(x, *weights, order=given), x).exp()
    require_law(lambda n, g: nade_sample(*weights, n, order=given, generator=g), law)
    require_generator(lambda g: nade_sample(*weights, 50, order=given, generator=g))


def test_the_class_holds_its_weights_and_its_order() -> None:
    order = torch.tensor([2, 0, 3, 1])
    model, weights = NADE(4, 3, order=order.clone()).double(), weights_of(4, 3)
    names = ["in_weight", "in_bias", "out_weight", "out_bias"]
    assert [name for name, _ in model.named_parameters()] == names
    model.load_state_dict(dict(zip(names, weights, strict=True)))
    x = all_rows(4)
    torch.testing.assert_close(model(x), nade_logits(x, *weights, order=order))
    torch.testing.assert_close(model.log_prob(x), log_likelihood(model(x), x))
    assert torch.equal(model.sample(9, seeded()), nade_sample(*weights, 9, order, seeded()))
    assert NADE(3).in_weight.shape == (64, 3) and NADE(3).sample(2).shape == (2, 3)
