"""`images/continuous`: Gaussians by torch.distributions, bins to the last digit, bounds."""

import math

import pytest
import torch
from torch import Tensor
from torch.distributions import Normal

from solutions.images.continuous import density_to_bits, dequantize, discrete_bound, gaussian_nll
from tests.assignments.images.facts import DTYPES, randint, randn, require_kept

SHAPES = pytest.mark.parametrize("shape", [(1, 1, 1, 1), (2, 3, 4, 5), (3, 1, 1, 4)])


@DTYPES
@SHAPES
@pytest.mark.parametrize("log_std", [-6.0, 0.0, 4.0])
def test_densities_are_those_of_torch(
    shape: tuple[int, ...], log_std: float, dtype: torch.dtype
) -> None:
    mean, y = randn(*shape, dtype=dtype), randn(*shape, seed=1, dtype=dtype)
    logs = log_std + 0.1 * randn(*shape, seed=2, dtype=dtype)
    found = gaussian_nll(mean, logs, y)
    law = Normal(mean.double(), logs.double().exp())
    truth = -law.log_prob(y.double()).sum((1, 2, 3))  # type: ignore[no-untyped-call]
    assert found.dtype == dtype
    torch.testing.assert_close(found.double(), truth, rtol=1e-5, atol=1e-5)
    require_kept(gaussian_nll, mean, logs, y)


def test_a_density_above_one_has_a_negative_nll() -> None:
    y = randn(2, 3, 4, 5)
    nll = gaussian_nll(y, torch.full_like(y, -4.0), y)
    torch.testing.assert_close(nll, torch.full_like(nll, 60 * (-4 + math.log(2 * math.pi) / 2)))
    given = tuple(randn(1, 2, 2, 1, seed=seed).requires_grad_() for seed in range(3))
    assert torch.autograd.gradcheck(gaussian_nll, given)


@DTYPES
@pytest.mark.parametrize("num_values", [2, 10, 256])
def test_every_value_stays_in_its_bin(num_values: int, dtype: torch.dtype) -> None:
    largest = torch.nextafter(torch.tensor(1.0, dtype=dtype), torch.tensor(0.0, dtype=dtype))
    noise = torch.stack([torch.zeros_like(largest), torch.tensor(0.3, dtype=dtype), largest])
    x = torch.arange(num_values).expand(3, -1)
    noise = noise.unsqueeze(1).expand_as(x).clone().requires_grad_()
    y = dequantize(x, noise, num_values)
    v = x.to(dtype)
    assert y.dtype == dtype and (y >= v / num_values).all() and (y < (v + 1) / num_values).all()
    torch.testing.assert_close(y, (v + noise) / num_values)
    require_kept(lambda x: dequantize(x, noise.detach(), num_values), x)


@pytest.mark.parametrize("num_values", [2, 10, 256])
def test_a_density_that_is_constant_in_every_bin_gives_the_exact_nll(num_values: int) -> None:
    table = randn(num_values).log_softmax(0)
    x, noise = randint(num_values, 3, 2, 2, 3), torch.rand(4, 3, 2, 2, 3).double()

    def log_density(y: Tensor) -> Tensor:
        bins = (y * num_values).floor().long()
        return (table[bins] + math.log(num_values)).sum((1, 2, 3))

    noise = 0.01 + 0.98 * noise  # so that rounding moves nothing into another bin
    found = discrete_bound(log_density, x, noise, num_values)
    torch.testing.assert_close(found, -table[x].sum((1, 2, 3)))


@DTYPES
def test_a_bound_is_the_mean_over_draws_and_lies_above(dtype: torch.dtype) -> None:
    x, noise = randint(4, 2, 1, 2, 2), torch.rand(200, 2, 1, 2, 2, dtype=dtype)

    def log_density(y: Tensor) -> Tensor:
        # 2 y is a density on [0, 1): a bin's mass is (b^2 - a^2).
        return (2 * y).log().sum((1, 2, 3))

    found = discrete_bound(log_density, x, noise, 4)
    draws = [4 * math.log(4) - log_density((x + one) / 4) for one in noise]
    torch.testing.assert_close(found, torch.stack(draws).mean(0))
    exact = -((2 * x.to(dtype) + 1) / 16).log().sum((1, 2, 3))
    assert found.dtype == dtype and (found > exact).all() and (found < exact + 1.5).all()
    require_kept(lambda x, noise: discrete_bound(log_density, x, noise, 4), x, noise)


def test_a_bound_has_the_gradient_of_its_density() -> None:
    x, noise = randint(4, 2, 1, 2, 2), torch.rand(3, 2, 1, 2, 2).double()
    shift = randn(1).requires_grad_()

    def bound(shift: Tensor) -> Tensor:
        return discrete_bound(lambda y: (y - shift).square().sum((1, 2, 3)), x, noise, 4)

    assert torch.autograd.gradcheck(bound, (shift,))


@DTYPES
def test_bits_of_an_even_density_are_those_of_its_integers(dtype: torch.dtype) -> None:
    for num_values in (2, 10, 256):
        zero = torch.zeros(3, dtype=dtype)
        bits = density_to_bits(zero, 12, num_values)
        torch.testing.assert_close(bits, zero + math.log2(num_values))
    nll = randn(3, dtype=dtype)
    by_hand = (nll + 12 * math.log(256)) / 12 / math.log(2)
    torch.testing.assert_close(density_to_bits(nll, 12), by_hand)
    require_kept(lambda nll: density_to_bits(nll, 12), nll)
