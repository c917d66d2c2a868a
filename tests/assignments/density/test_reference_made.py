"""`density/made` against paths walked one by one, interventions, and sums over all rows."""

import itertools
import math

import pytest
import torch
from torch import Tensor, nn

from solutions.density.made import MADE, count_paths, ensemble_log_prob, made_degrees, made_masks
from tests.assignments.density.facts import (
    DTYPES,
    NO_PERMUTATIONS,
    ORDERS,
    all_rows,
    log_likelihood,
    randn,
    require_generator,
    require_law,
    seeded,
)


def tensor_or_none(order: list[int] | None) -> Tensor | None:
    return None if order is None else torch.tensor(order)


@ORDERS
def test_degrees_say_when_a_dimension_comes(order: list[int] | None) -> None:
    inputs, *hidden = made_degrees(5, (9, 2), tensor_or_none(order))
    for t, d in enumerate(order or range(5)):
        assert inputs[d].item() == t + 1
    assert [units.tolist() for units in hidden] == [[1, 2, 3, 4, 1, 2, 3, 4, 1], [1, 2]]
    assert {units.dtype for units in (inputs, *hidden)} == {torch.int64}
    assert made_degrees(2, [3])[1].tolist() == [1, 1, 1]
    assert len(made_degrees(5, [])) == 1


@pytest.mark.parametrize("order", NO_PERMUTATIONS)
def test_what_is_no_order_is_refused(order: list[int]) -> None:
    for call in (lambda o: made_degrees(5, [4], o), lambda o: MADE(5, [4], o)):
        with pytest.raises(ValueError, match="permutation"):
            call(torch.tensor(order))


def test_masks_compare_degrees_pair_by_pair() -> None:
    degrees = [torch.tensor([3, 1, 4, 2]), torch.tensor([2, 1, 3]), torch.tensor([3, 3, 1, 2, 2])]
    masks = made_masks(degrees)
    assert [tuple(mask.shape) for mask in masks] == [(3, 4), (5, 3), (4, 5)]
    assert {mask.dtype for mask in masks} == {torch.float32}
    for mask, into, out in zip(masks[:2], degrees[:2], degrees[1:], strict=True):
        for o, i in itertools.product(range(len(out)), range(len(into))):
            assert mask[o, i].item() == float(out[o] >= into[i])
    for o, i in itertools.product(range(4), range(5)):
        assert masks[2][o, i].item() == float(degrees[0][o] > degrees[2][i])
    (alone,) = made_masks(degrees[:1])
    assert alone.tolist() == [[0, 1, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1], [0, 1, 0, 0]]


@DTYPES
def test_paths_are_counted_as_if_walked(dtype: torch.dtype) -> None:
    shapes = [(4, 3), (2, 4), (3, 2)]
    masks = [(randn(*s, seed=n) > 0).to(dtype) for n, s in enumerate(shapes)]
    paths = count_paths(masks)
    assert paths.dtype == dtype
    for i, j in itertools.product(range(3), range(3)):
        walked = sum(
            masks[0][a, j] * masks[1][b, a] * masks[2][i, b]
            for a, b in itertools.product(range(4), range(2))
        )
        assert paths[i, j] == walked
    (mask,) = made_masks(made_degrees(4, []))
    alone = count_paths([mask])
    assert torch.equal(alone, mask) and alone.data_ptr() != mask.data_ptr()


def influences(model: MADE, num_dims: int) -> Tensor:
    """[i, j]: whether a flip of x_j moves logit i, on any row."""
    x = all_rows(num_dims)
    seen = torch.zeros(num_dims, num_dims, dtype=torch.bool)
    for j in range(num_dims):
        flipped = x.clone()
        flipped[:, j] = 1 - flipped[:, j]
        seen[:, j] = ((model(flipped) - model(x)).abs() > 1e-12).any(0)
    return seen


@ORDERS
@pytest.mark.parametrize("sizes", [(), (4,), (7, 4), [9, 4, 6]])
def test_each_logit_sees_all_that_is_earlier_and_nothing_else(
    sizes: list[int], order: list[int] | None
) -> None:
    torch.manual_seed(0)
    model = MADE(5, sizes, tensor_or_none(order)).double()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05, weight_decay=0.1)
    steps = order or [0, 1, 2, 3, 4]
    for _ in range(5):
        seen = influences(model, 5)[steps][:, steps]
        assert torch.equal(seen, torch.ones(5, 5).tril(-1).bool())
        assert model.log_prob(all_rows(5)).exp().sum().item() == pytest.approx(1, abs=1e-9)
        (-model.log_prob(all_rows(5)[:9]).mean()).backward()  # type: ignore[no-untyped-call]
        optimiser.step()


@DTYPES
def test_log_probs_and_samples(dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    model = MADE(4, (8,), torch.tensor([2, 0, 3, 1])).to(dtype)
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            layer.weight.data.mul_(4)
    x = all_rows(4, dtype)
    log_probs = model.log_prob(x)
    assert log_probs.dtype == dtype
    torch.testing.assert_close(log_probs, log_likelihood(model(x), x))
    torch.testing.assert_close(model.log_prob(x[1:2]), log_probs[1:2])
    assert torch.equal(model.eval().log_prob(x), log_probs)
    require_law(model.sample, log_probs.detach().exp())
    require_generator(lambda generator: model.sample(50, generator))
    assert model.sample(3, seeded()).dtype == dtype


class Played(MADE):
    """Gives fixed log-probabilities and counts its calls."""

    def __init__(self, answer: Tensor) -> None:
        super().__init__(2, ())
        self.answer, self.calls = answer, 0

    def log_prob(self, x: Tensor) -> Tensor:
        self.calls += 1
        return self.answer


def test_an_ensemble_averages_probabilities_not_logarithms() -> None:
    answers = randn(3, 4)
    models = tuple(map(Played, answers))
    x = torch.zeros(4, 2).double()
    expected = [math.log(sum(map(math.exp, column)) / 3) for column in answers.T.tolist()]
    assert ensemble_log_prob(models, x).tolist() == pytest.approx(expected)
    assert [model.calls for model in models] == [1, 1, 1]
    far: list[MADE] = [Played(torch.tensor([-1e4])), Played(torch.tensor([-2e4]))]
    assert ensemble_log_prob(far, x[:1]).item() == pytest.approx(-1e4 - math.log(2))
    assert ensemble_log_prob(far[:1], x[:1]).item() == pytest.approx(-1e4)
