"""`images/inference`: laws that the tests play, and sums over all images."""

import itertools
import math

import pytest
import torch
from torch import Tensor

from solutions.images.inference import (
    class_posterior,
    nll_table,
    pixel_posterior,
    prefix_log_prob,
)
from tests.assignments.images.facts import DTYPES, Played, places, randint, randn, require_kept

SHAPES = pytest.mark.parametrize(
    ("num_values", "shape"), [(2, (1, 3, 2)), (3, (3, 1, 2)), (5, (1, 1, 4)), (4, (1, 3, 3))]
)


@DTYPES
@SHAPES
@pytest.mark.parametrize("scale", [1.0, 400.0])
def test_the_first_rows_cost_what_the_law_says(
    num_values: int, shape: tuple[int, ...], scale: float, dtype: torch.dtype
) -> None:
    model, values = Played(num_values, *shape, scale=scale), randint(num_values, 4, *shape)
    x = model.grid(values, dtype)
    for rows in range(shape[1] + 1):
        model.calls = 0
        found = prefix_log_prob(model, x, rows)
        truth = model.log_probs(values)[:, : rows * shape[0] * shape[2]].sum(1)
        assert found.dtype == dtype and found.shape == (4,) and model.calls == 1
        torch.testing.assert_close(found.double(), truth, rtol=1e-4, atol=1e-3)
    require_kept(lambda x: prefix_log_prob(model, x, 1), x)


def test_a_prefix_is_the_sum_over_all_that_may_follow() -> None:
    model = Played(3, 1, 2, 2)
    above = torch.tensor([2, 0])
    below = torch.tensor(list(itertools.product(range(3), repeat=2)))
    images = torch.cat([above.expand(9, 2), below], dim=1).view(9, 1, 2, 2)
    whole = prefix_log_prob(model, model.grid(images), 2).logsumexp(0)
    torch.testing.assert_close(prefix_log_prob(model, model.grid(images[:1]), 1)[0], whole)


@pytest.mark.parametrize("num_values", [23, 24, 256])
def test_values_on_the_grid_are_read_back_exactly(num_values: int) -> None:
    x = (torch.arange(num_values, dtype=torch.float32) / (num_values - 1)).view(-1, 1, 1, 1)
    table = randn(num_values, dtype=torch.float32).log_softmax(0)
    found = prefix_log_prob(lambda x: table.view(1, -1, 1, 1, 1).expand(len(x), -1, 1, 1, 1), x, 1)
    torch.testing.assert_close(found, table)


@DTYPES
def test_classes_are_weighed_by_bayes(dtype: torch.dtype) -> None:
    models = [Played(3, 1, 3, 2, seed=seed) for seed in (0, 10, 20)]
    values, prior = randint(3, 5, 1, 3, 2), randn(3).softmax(0)
    x = models[0].grid(values, dtype)
    for rows in (None, 0, 1, 3):
        seen = slice(None if rows is None else 2 * rows)
        joint = torch.stack([one.log_probs(values)[:, seen].sum(1).exp() for one in models], 1)
        truth = joint * prior / (joint * prior).sum(1, keepdim=True)
        found = class_posterior(models, x, prior.log().to(dtype), rows)
        assert found.dtype == dtype
        torch.testing.assert_close(found.double().exp(), truth, rtol=1e-5, atol=1e-6)
    once = class_posterior(tuple(models[:1]), x, torch.zeros(1, dtype=dtype))
    torch.testing.assert_close(once, torch.zeros_like(once))
    require_kept(lambda *given: class_posterior(models, *given), x, prior.log().to(dtype))


@DTYPES
@SHAPES
@pytest.mark.parametrize("scale", [1.0, 400.0])
def test_a_pixel_is_weighed_by_all_others(
    num_values: int, shape: tuple[int, ...], scale: float, dtype: torch.dtype
) -> None:
    model, values = Played(num_values, *shape, scale=scale), randint(num_values, 2, *shape)
    for place in places(*shape):
        x = model.grid(values, dtype)
        at: tuple[slice | int, ...] = (slice(None), *place)
        x[at] = 0.37
        model.calls = 0
        found = pixel_posterior(model, x, place)  # type: ignore[arg-type]
        assert found.dtype == dtype and model.calls <= num_values + 1
        whole = []
        for value in range(num_values):
            tried = values.clone()
            tried[at] = value
            whole.append(model.log_probs(tried).sum(1))
        truth = torch.stack(whole, dim=1).log_softmax(1)
        # At this scale rounding of the logits alone costs 0.01 in float32.
        torch.testing.assert_close(found.double(), truth, rtol=1e-4, atol=1e-4 * (1 + scale))
    require_kept(lambda x: pixel_posterior(model, x, (0, 0, 0)), x)


def test_what_stands_at_the_place_does_not_matter() -> None:
    model, x = Played(3, 1, 2, 2), torch.full((1, 1, 2, 2), 0.5, dtype=torch.float64)
    first = pixel_posterior(model, x, (0, 0, 1))
    x[0, 0, 0, 1] = torch.nan
    torch.testing.assert_close(pixel_posterior(model, x, (0, 0, 1)), first)


def test_gradients_reach_the_model() -> None:
    values = randint(3, 2, 1, 2, 2)
    x, bias = values.double() / 2, randn(3, 1, 2, 2).requires_grad_()

    def answers(bias: Tensor) -> tuple[Tensor, ...]:
        def model(x: Tensor) -> Tensor:
            past = x.flatten(2).cumsum(2).roll(1, 2).view_as(x) * torch.tensor([0.0, 1, 1, 1]).view(
                2, 2
            )
            return torch.sin(bias + past.unsqueeze(1) * torch.arange(3).view(3, 1, 1, 1))

        prior = torch.zeros(2, dtype=torch.float64)
        flat = class_posterior([model, lambda x: 2 * model(x)], x, prior)
        return prefix_log_prob(model, x, 1), flat, pixel_posterior(model, x, (0, 0, 1))

    assert torch.autograd.gradcheck(answers, (bias,))


def test_the_table_of_four_laws() -> None:
    models = {f"law {seed}": Played(3, 1, 2, 2, seed=seed) for seed in (3, 0, 1, 2)}
    train, test = randint(3, 9, 1, 2, 2, seed=1), randint(3, 5, 1, 2, 2, seed=2)
    played = models["law 0"]
    table = nll_table(models, played.grid(train), played.grid(test))
    assert list(table) == list(models)
    costs = {name: -one.log_probs(test).sum(1).mean().item() for name, one in models.items()}
    for name, row in table.items():
        expected = {"train", "test", "bits_per_dim", "gap", "rank"}
        assert set(row) == expected and type(row["rank"]) is int
        assert all(type(row[key]) is float for key in expected - {"rank"})
        assert math.isclose(row["test"], costs[name], rel_tol=1e-9)
        trained = -models[name].log_probs(train).sum(1).mean().item()
        assert math.isclose(row["train"], trained, rel_tol=1e-9)
        assert math.isclose(row["bits_per_dim"], costs[name] / 4 / math.log(2), rel_tol=1e-9)
        assert math.isclose(row["gap"], costs[name] - trained, rel_tol=1e-6)
        assert row["rank"] == 1 + sum(other < costs[name] for other in costs.values())
