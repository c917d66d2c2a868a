"""`density/fvsbn` against enumeration, finite differences and its own law."""

import pytest
import torch
from torch import Tensor

from solutions.density.fvsbn import FVSBN, ascent_step, fvsbn_gradient
from tests.assignments.density.facts import (
    DTYPES,
    all_rows,
    differences,
    log_likelihood,
    randn,
    require_generator,
    require_law,
    seeded,
)


def loaded(num_dims: int, dtype: torch.dtype = torch.float64, scale: float = 1.0) -> FVSBN:
    """A model with random numbers everywhere, 1e4 where they must not count."""
    model = FVSBN(num_dims).to(dtype)
    weight = scale * randn(num_dims, num_dims, dtype=dtype)
    hidden = torch.ones_like(weight).triu().bool()
    state = {
        "weight": weight.masked_fill(hidden, 1e4),
        "bias": scale * randn(num_dims, dtype=dtype),
    }
    model.load_state_dict(state)
    return model


def logits_by_loops(model: FVSBN, x: Tensor) -> Tensor:
    logits = torch.zeros_like(x)
    for b in range(len(x)):
        for i in range(x.shape[1]):
            past = sum((model.weight[i, j] * x[b, j] for j in range(i)), torch.tensor(0.0))
            logits[b, i] = model.bias[i] + past
    return logits.detach()


@DTYPES
@pytest.mark.parametrize("num_dims", [1, 2, 5])
def test_logits_and_log_probs(num_dims: int, dtype: torch.dtype) -> None:
    model, x = loaded(num_dims, dtype), all_rows(num_dims, dtype)
    logits = model(x)
    torch.testing.assert_close(logits, logits_by_loops(model, x))
    log_probs = model.log_prob(x)
    assert log_probs.shape == (len(x),) and log_probs.dtype == logits.dtype == dtype
    torch.testing.assert_close(log_probs, log_likelihood(logits, x))
    assert log_probs.exp().sum().item() == pytest.approx(1, abs=1e-5)
    torch.testing.assert_close(model.log_prob(x[1:2]), log_probs[1:2])


def test_it_still_is_a_density_after_steps_of_an_optimiser() -> None:
    model, x = loaded(4), all_rows(4)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.1, weight_decay=0.1)
    for _ in range(5):
        (-model.log_prob(x[:7]).mean()).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    assert model.log_prob(x).exp().sum().item() == pytest.approx(1, abs=1e-10)


def test_large_logits_are_finite_and_right() -> None:
    model, x = loaded(5, torch.float32, scale=3e3), all_rows(5, torch.float32)
    exact = loaded(5, torch.float64).double()
    exact.load_state_dict(model.state_dict())
    torch.testing.assert_close(
        model.log_prob(x).double(), exact.log_prob(x.double()), atol=0.05, rtol=1e-5
    )


def test_samples_follow_the_law_and_the_generator() -> None:
    model = loaded(4, torch.float32, scale=2)
    require_law(model.sample, model.log_prob(all_rows(4, torch.float32)).exp())
    require_generator(lambda generator: model.sample(50, generator))
    rows = loaded(3).sample(6, seeded())
    assert rows.shape == (6, 3) and rows.dtype == torch.float64
    with torch.no_grad():
        model.bias.copy_(torch.tensor([200.0, -200, 200, -200]))
        model.weight.zero_()
    assert {*map(tuple, model.sample(500).tolist())} == {(1.0, 0.0, 1.0, 0.0)}


@DTYPES
@pytest.mark.parametrize("num_dims", [1, 4])
def test_the_gradient_by_hand_is_that_of_the_mean(num_dims: int, dtype: torch.dtype) -> None:
    model, x = loaded(num_dims), all_rows(num_dims)[:5]
    weight, bias = model.weight.detach(), model.bias.detach()

    def mean(weight: Tensor, bias: Tensor) -> Tensor:
        return log_likelihood(x @ weight.tril(-1).T + bias, x).mean()

    by_weight, by_bias = fvsbn_gradient(x.to(dtype), weight.to(dtype), bias.to(dtype))
    assert by_weight.dtype == by_bias.dtype == dtype
    found = (
        differences(lambda w: mean(w, bias), weight),
        differences(lambda b: mean(weight, b), bias),
    )
    for one, other in zip((by_weight, by_bias), found, strict=True):
        torch.testing.assert_close(one.double(), other, atol=1e-6, rtol=1e-5)
    assert not by_weight.triu().any()


def test_steps_climb_along_the_gradient_whatever_grad_held() -> None:
    model = loaded(4)
    for step, x in enumerate([all_rows(4)[:6], all_rows(4)[:6], all_rows(4)[5:]]):
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, 7.0)
        weight, bias = model.weight.detach().clone(), model.bias.detach().clone()
        expected = log_likelihood(model(x), x).mean().item()
        by_weight, by_bias = fvsbn_gradient(x, weight, bias)
        before = ascent_step(model, x, learning_rate=0.5)
        assert type(before) is float and before == pytest.approx(expected), step
        torch.testing.assert_close(model.weight.detach(), weight + 0.5 * by_weight)
        torch.testing.assert_close(model.bias.detach(), bias + 0.5 * by_bias)
